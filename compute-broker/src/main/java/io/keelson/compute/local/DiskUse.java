package io.keelson.compute.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** How much a job has written to disk, as far as its folder shows; it may be writing meanwhile. */
final class DiskUse extends SimpleFileVisitor<Path> {
  private static final int MAX_ENTRIES = 200_000;
  private static final long MIB = 1L << 20;
  private final long maxBytes;
  private long bytes;
  private int entries;

  private DiskUse(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What it has too much of; stops counting there. */
  static Optional<String> excess(Path folder, long maxBytes) {
    DiskUse use = new DiskUse(maxBytes);
    try {
      Files.walkFileTree(folder, use);
    } catch (IOException e) {
      throw new UncheckedIOException("the job's folder cannot be looked through", e);
    }
    if (use.bytes > maxBytes) {
      return Optional.of("too much on disk: limit " + maxBytes / MIB + " MiB");
    }
    return use.entries > MAX_ENTRIES
        ? Optional.of("too many files: limit " + MAX_ENTRIES)
        : Optional.empty();
  }

  private FileVisitResult count(long more) {
    bytes += more;
    entries++;
    return bytes > maxBytes || entries > MAX_ENTRIES
        ? FileVisitResult.TERMINATE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    return count(attributes.size());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return count(0);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException changing) {
    return count(0);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException changing) {
    return FileVisitResult.CONTINUE;
  }
}
