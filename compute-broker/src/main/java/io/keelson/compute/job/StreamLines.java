package io.keelson.compute.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads a growing stream line by line; what has no line end yet waits, until it is too long for
 * that.
 */
final class StreamLines {
  static final int MAX_LINE_BYTES = 8 << 10;
  private static final int READ_BYTES = 64 << 10;
  private final StreamPieces pieces;
  private final LongConsumer skipped;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long takenToBytes;

  /**
   * @param fromBytes how far it has been read before
   * @param skipped is told, between two lines, how many bytes were removed before they were read
   */
  StreamLines(Path stream, long fromBytes, LongConsumer skipped) {
    this.pieces = new StreamPieces(stream, fromBytes);
    this.skipped = skipped;
    this.takenToBytes = fromBytes;
  }

  /** How far into the stream the lines reach that were handed on. */
  long takenToBytes() {
    return takenToBytes;
  }

  /** Hands on the complete lines of the next 64 KiB; false when there was nothing to read. */
  boolean read(Consumer<String> lines) throws IOException {
    byte[] buffer = new byte[READ_BYTES];
    int n = pieces.read(buffer);
    long gapBytes = pieces.skippedBytes();
    if (gapBytes > 0) {
      end(lines);
      takenToBytes = pieces.atBytes() - n;
      skipped.accept(gapBytes);
    }
    if (n == 0) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (buffer[i] == '\n') {
        takenToBytes += partial.size() + 1;
        lines.accept(text(partial.toByteArray()));
        partial.reset();
      } else {
        partial.write(buffer[i]);
        if (partial.size() == MAX_LINE_BYTES) {
          handOnPiece(lines);
        }
      }
    }
    return true;
  }

  /** A character that the piece would tear apart goes with the next one. */
  private void handOnPiece(Consumer<String> lines) {
    byte[] bytes = partial.toByteArray();
    int cut = bytes.length;
    for (int back = 1; back <= 3; back++) {
      int lead = bytes[bytes.length - back] & 0xff;
      if (lead >= 0xc0) {
        int needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        cut = needed > back ? bytes.length - back : bytes.length;
        break;
      }
    }
    takenToBytes += cut;
    lines.accept(new String(bytes, 0, cut, StandardCharsets.UTF_8));
    partial.reset();
    partial.write(bytes, cut, bytes.length - cut);
  }

  /** Hands on what is left without a line end. */
  void end(Consumer<String> lines) {
    if (partial.size() > 0) {
      takenToBytes += partial.size();
      lines.accept(text(partial.toByteArray()));
      partial.reset();
    }
  }

  private static String text(byte[] line) {
    int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }
}
