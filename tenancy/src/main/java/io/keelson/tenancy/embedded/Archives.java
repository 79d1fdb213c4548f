package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks a server's archive once: a folder that is there is whole, since it appears by a rename.
 */
final class Archives {

  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");

  private Archives() {}

  /** What fills the folder that is going to be renamed into place. */
  interface Filling {
    void into(Path folder) throws IOException;
  }

  /** Makes {@code target} out of {@code filling} unless it is there. */
  static void once(Path target, Filling filling) {
    if (Files.isDirectory(target)) {
      return;
    }
    try {
      Path part = target.resolveSibling(target.getFileName() + ".part");
      delete(part);
      DataFolder.folder(part, "rwxr-xr-x");
      filling.into(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UncheckedIOException e) {
      throw new EmbeddedServerException("cannot unpack " + target.getFileName(), e);
    }
  }

  static void unpackTarXz(InputStream source, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(source))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = inside(target, entry.getName());
        if (entry.isDirectory()) {
          DataFolder.folder(path, "rwxr-xr-x");
        } else if (entry.isSymbolicLink()) {
          inside(target, target.relativize(path.resolveSibling(entry.getLinkName())).toString());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          writeFile(tar, path, (entry.getMode() & 0100) != 0);
        }
      }
    }
  }

  /** Leaves out the archive's single top folder. */
  static void unpackZip(Path archive, Path target) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        String below = entry.getName().substring(entry.getName().indexOf('/') + 1);
        if (entry.isDirectory() || below.isEmpty()) {
          continue;
        }
        try (InputStream content = zip.getInputStream(entry)) {
          writeFile(content, inside(target, below), below.endsWith(".sh"));
        }
      }
    }
  }

  static void writeFile(InputStream content, Path path, boolean program) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      DataFolder.folder(parent, "rwxr-xr-x");
    }
    Files.copy(content, path);
    Files.setPosixFilePermissions(path, program ? PROGRAM : PLAIN);
  }

  /** Deletes a folder and all in it; links are removed, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  private static Path inside(Path target, String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive names a path outside of its folder: " + name);
    }
    return path;
  }
}
