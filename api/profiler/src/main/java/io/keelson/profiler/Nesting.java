package io.keelson.profiler;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A bound on how deep the values in lines of JSON are nested. The engine has none, and its process
 * dies of some ten thousand levels without a word: a few kilobytes of brackets would be tried for
 * ever.
 */
final class Nesting {
  /** The engine reads so many. */
  static final int MAX_DEPTH = 1_000;

  private static final int BUFFER_BYTES = 1 << 16;

  private Nesting() {}

  /**
   * Reads the files through, no further than a level beyond the bound.
   *
   * @param files of lines of JSON, also compressed with gzip; what is broken in one is the engine's
   *     to say
   * @throws BeyondLimits naming the file and the line
   */
  static void require(List<Path> files) throws IOException, BeyondLimits {
    for (Path file : files) {
      try (InputStream in = open(file)) {
        require(file, in);
      } catch (ZipException | EOFException e) {
        // Broken from here on, which the engine finds as well.
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return file.toString().endsWith(".gz")
          ? new GZIPInputStream(in, BUFFER_BYTES)
          : new BufferedInputStream(in, BUFFER_BYTES);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void require(Path file, InputStream in) throws IOException, BeyondLimits {
    byte[] buffer = new byte[BUFFER_BYTES];
    long line = 1;
    int depth = 0;
    boolean text = false;
    boolean escaped = false;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        byte one = buffer[i];
        if (one == '\n') {
          line++;
          depth = 0;
          text = false;
          escaped = false;
        } else if (text) {
          text = escaped || one != '"';
          escaped = !escaped && one == '\\';
        } else if (one == '"') {
          text = true;
        } else if (one == '[' || one == '{') {
          depth++;
          if (depth > MAX_DEPTH) {
            throw new BeyondLimits(
                "is nested deeper than %d levels in line %d of %s (expected: at most %d)"
                    .formatted(MAX_DEPTH, line, file.getFileName(), MAX_DEPTH));
          }
        } else if (one == ']' || one == '}') {
          depth--;
        }
      }
    }
  }
}
