package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;

/** Keys as files of one folder, readable by their owner only. A draft is synced, then renamed. */
public final class FileObjectStore implements ObjectStore {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path objects;
  private final Path drafts;

  /**
   * @param folder created when it is missing
   */
  public FileObjectStore(Path folder) throws IOException {
    this.objects = folder.toAbsolutePath().normalize().resolve("objects");
    // On the same file system, so that the rename is atomic.
    this.drafts = folder.toAbsolutePath().normalize().resolve("drafts");
    createFolders(objects);
    createFolders(drafts);
  }

  @Override
  public Draft begin(String key) throws IOException {
    Path target = path(key);
    Path draft = drafts.resolve(UUID.randomUUID().toString());
    FileChannel channel =
        FileChannel.open(
            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE);
    return new FileDraft(channel, draft, target);
  }

  @Override
  public SeekableByteChannel open(String key) throws IOException {
    return FileChannel.open(path(key), StandardOpenOption.READ);
  }

  @Override
  public boolean exists(String key) {
    return Files.isRegularFile(path(key));
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(path(key));
  }

  @Override
  public void deleteUnder(String folder, Set<String> kept) throws IOException {
    Path top = path(folder);
    if (!Files.isDirectory(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!kept.contains(objects.relativize(file).toString())) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            try {
              Files.deleteIfExists(visited);
            } catch (DirectoryNotEmptyException keptOrJustWritten) {
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void deleteDraftsBegunBefore(Instant time) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(drafts)) {
      for (Path draft : all) {
        try {
          if (Files.getLastModifiedTime(draft).toInstant().isBefore(time)) {
            Files.deleteIfExists(draft);
          }
        } catch (NoSuchFileException committedMeanwhile) {
          continue;
        }
      }
    }
  }

  @Override
  public void close() {}

  private Path path(String key) {
    return objects.resolve(ObjectStore.checked(key));
  }

  /** Creates what is missing and syncs each folder that got a new name in it. */
  private static void createFolders(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = folder; at != null && !Files.isDirectory(at); at = at.getParent()) {
      missing.push(at);
    }
    for (Path next : missing) {
      // Tolerates another thread that was first.
      Files.createDirectories(next, PRIVATE_FOLDER);
      sync(next.getParent());
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class FileDraft implements Draft {
    private final FileChannel channel;
    private final Path draft;
    private final Path target;
    private boolean committed;

    FileDraft(FileChannel channel, Path draft, Path target) {
      this.channel = channel;
      this.draft = draft;
      this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public void commit() throws IOException {
      channel.force(true);
      channel.close();
      createFolders(target.getParent());
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
      sync(target.getParent());
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(draft);
      }
    }
  }
}
