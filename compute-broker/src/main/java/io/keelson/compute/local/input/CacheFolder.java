package io.keelson.compute.local.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Where cached inputs lie: {@code <tenant>/<64 digits>}, with a folder {@code fetching/} of what is
 * on its way, which gets its name when all of it is there and on disk. Nobody but the platform gets
 * into the folder; a job that reads an input has a name of the same file in its own. Its count of
 * names says whether any does, to each process of the machine and after any crash.
 */
final class CacheFolder {
  private static final Logger LOG = Logger.getLogger(CacheFolder.class);
  private static final String FETCHING = "fetching";
  private static final String SCHEME = "sha256:";
  private final Path folder;
  private final Path fetching;

  CacheFolder(Path folder) {
    this.folder = folder;
    this.fetching = folder.resolve(FETCHING);
    try {
      Files.createDirectories(fetching);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of inputs " + folder + " cannot be used", e);
    }
  }

  Path file(UUID tenantId, String digest) {
    return folder.resolve(tenantId.toString()).resolve(digest.substring(SCHEME.length()));
  }

  /**
   * Gives a cached file a second name, and remembers that it was used; false when there is none. A
   * file of another size than the object's is removed.
   */
  static boolean link(Path file, long sizeBytes, Path target, Instant now) throws IOException {
    try {
      linkOrCopy(file, target);
    } catch (NoSuchFileException notCached) {
      return false;
    }
    if (Files.size(target) != sizeBytes) {
      LOG.warnf("%s has another size than it had: it is fetched again", file);
      Files.delete(target);
      Files.deleteIfExists(file);
      return false;
    }
    used(target, now);
    readOnly(target); // also where somebody got through a folder of ours by force
    return true;
  }

  private static void used(Path file, Instant now) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class)
        .setTimes(null, FileTime.from(now), null);
  }

  /** Not every file system gives a file a second name, or as many as are asked for. */
  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException refused) {
      LOG.debugf("%s is copied: %s", file, refused.getMessage());
      Files.copy(file, target);
      readOnly(target);
    }
  }

  private static void readOnly(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  /**
   * Fetches an input to the target and keeps it under the name of the file. The target comes first:
   * what a job reads is not removed. That it cannot be kept is no fault of the job.
   */
  void fetch(InputSource source, UUID tenantId, String digest, Path target, Instant now)
      throws IOException {
    Path part = fetching.resolve(UUID.randomUUID().toString());
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        FileLock held = channel.lock();
        InputDownload.to(channel, source, tenantId, digest);
        channel.force(true); // before it has its name: a crash leaves nothing that looks complete
        held.release();
      }
      used(part, now);
      readOnly(part);
      linkOrCopy(part, target);
      keep(part, file(tenantId, digest));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void keep(Path part, Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debugf("%s is not kept: %s", file, e.getMessage());
    }
  }

  /**
   * Removes what processes that are gone have left on its way; each holds a lock while it lives.
   */
  void sweepFetching() {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(fetching)) {
      for (Path part : parts) {
        if (isLeft(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLeft(Path part) {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException livesInThisProcess) {
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  /**
   * A file that is kept.
   *
   * @param read whether a job has a name of it
   */
  private record Kept(Path file, long sizeBytes, Instant used, boolean read) {}

  /**
   * Removes what no job reads: all that was not used since, and of the rest what was used longest
   * ago, until no more than that is left.
   *
   * @return how many bytes were removed
   */
  long trim(long maxBytes, Instant since) {
    try {
      List<Kept> kept = kept();
      long bytes = kept.stream().mapToLong(Kept::sizeBytes).sum();
      long left = bytes;
      for (Kept one : kept) {
        if (!one.read() && (left > maxBytes || one.used().isBefore(since))) {
          Files.deleteIfExists(one.file());
          left -= one.sizeBytes();
        }
      }
      return bytes - left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all; what jobs read stays theirs. */
  void clear() {
    try {
      for (Kept one : kept()) {
        Files.deleteIfExists(one.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean sharesFileSystemWith(Path path) throws IOException {
    return Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(path, "unix:dev"));
  }

  long bytes() {
    try {
      return kept().stream().mapToLong(Kept::sizeBytes).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was used longest ago first. */
  private List<Kept> kept() throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (DirectoryStream<Path> tenants = Files.newDirectoryStream(folder)) {
      for (Path tenant : tenants) {
        if (!tenant.equals(fetching)) {
          addKept(tenant, kept);
        }
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    return kept;
  }

  private static void addKept(Path tenant, List<Kept> kept) throws IOException {
    boolean empty = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tenant)) {
      for (Path file : files) {
        empty = false;
        addKept(kept, file);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      LOG.debugf("%s was removed by another process, or is none of ours", tenant);
      return;
    }
    if (empty) {
      removeEmpty(tenant);
    }
  }

  private static void addKept(List<Kept> kept, Path file) throws IOException {
    try {
      Map<String, Object> facts = Files.readAttributes(file, "unix:size,nlink,lastAccessTime");
      kept.add(
          new Kept(
              file,
              (Long) facts.get("size"),
              ((FileTime) facts.get("lastAccessTime")).toInstant(),
              (Integer) facts.get("nlink") > 1));
    } catch (NoSuchFileException removed) {
      LOG.debugf("%s was removed by another process", file);
    }
  }

  private static void removeEmpty(Path tenant) throws IOException {
    try {
      Files.deleteIfExists(tenant);
    } catch (DirectoryNotEmptyException used) {
      LOG.debugf("%s is used again", tenant);
    }
  }
}
