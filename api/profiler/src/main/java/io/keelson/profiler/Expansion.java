package io.keelson.profiler;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A bound on what compressed files become. The engine has none: a megabyte of gzip may be a
 * gigabyte of text, which it reads several times and for minutes. Reading them through once, and no
 * further than the bound, takes seconds.
 */
final class Expansion {
  /** Of the files of a table together; as much as they may have where they are not compressed. */
  static final long MAX_BYTES = 8L << 30;

  /** What files of any size may become: a table of equal lines is no attack. */
  static final long ANYWAY_BYTES = 256L << 20;

  /** Of the bytes beyond that. Text of numbers and names becomes five to twenty times as much. */
  static final int MAX_RATIO = 100;

  /** What deflate makes of a byte at most is 1,032 bytes. */
  private static final int DEFLATE_RATIO = 1_032;

  private static final int BUFFER_BYTES = 1 << 16;

  private Expansion() {}

  /**
   * Reads those files that are gzip; a broken one as far as it can be read, since the engine says
   * what is wrong with it.
   *
   * @throws BeyondLimits when they become more than {@link #MAX_BYTES}, or more than {@link
   *     #ANYWAY_BYTES} and {@link #MAX_RATIO} times their own size
   */
  static void require(List<Path> files) throws IOException, BeyondLimits {
    List<Path> compressed = files.stream().filter(file -> file.toString().endsWith(".gz")).toList();
    long size = 0;
    for (Path file : compressed) {
      size += Files.size(file);
    }
    if (size <= ANYWAY_BYTES / DEFLATE_RATIO) {
      return;
    }
    long most = Math.min(MAX_BYTES, Math.max(ANYWAY_BYTES, size * MAX_RATIO));
    long expanded = 0;
    for (Path file : compressed) {
      expanded += expanded(file, most - expanded);
      if (expanded > most) {
        throw new BeyondLimits(
            "expands to more than %d bytes from %d of gzip (expected: at most %d, and %d times as much beyond %d)"
                .formatted(most, size, MAX_BYTES, MAX_RATIO, ANYWAY_BYTES));
      }
    }
  }

  /** No further than one buffer behind the bound. */
  private static long expanded(Path file, long most) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      int read = in.read(buffer);
      while (read >= 0 && bytes <= most) {
        bytes += read;
        read = in.read(buffer);
      }
    } catch (ZipException | EOFException e) {
      return bytes; // broken from here on, which the engine finds as well
    }
    return bytes;
  }
}
