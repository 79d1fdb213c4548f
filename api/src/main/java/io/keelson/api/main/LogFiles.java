package io.keelson.api.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps what the platform and its servers write to files of their own from filling the disk. They
 * hold their files open and append to them: a file that is too large is copied and then emptied.
 * Lines that come between the two are lost.
 */
final class LogFiles {
  private static final String SUFFIX = ".log";
  private final Path folder;
  private final long maxBytes;

  LogFiles(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Never more is due. */
  boolean keepBounded() {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try {
      for (Path log : logs()) {
        if (Files.size(log) > maxBytes) {
          turnOver(log);
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  private static void turnOver(Path log) throws IOException {
    Path old = log.resolveSibling(log.getFileName() + ".1");
    Files.copy(log, old, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
  }
}
