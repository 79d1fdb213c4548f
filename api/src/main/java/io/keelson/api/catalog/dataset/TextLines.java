package io.keelson.api.catalog.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the first lines of a text, whatever it is: bounded in lines, bytes and what is read. */
final class TextLines {
  /** Of one line; the rest of it is passed over. */
  static final int MAX_LINE_BYTES = 16 << 10;

  /** Of all lines together. */
  static final int MAX_BYTES = 256 << 10;

  /** What is passed over counts as well. */
  static final int MAX_READ_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 16 << 10;
  private static final String REPLACEMENT = "\uFFFD";

  private final int limit;
  private final List<String> found = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean isCut;
  private int bytes;

  TextLines(int limit) {
    this.limit = limit;
  }

  /** Those that were whole, or cut, when the reading ended. */
  List<String> found() {
    return List.copyOf(found);
  }

  void read(InputStream text) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = 0; read < MAX_READ_BYTES && !isFull(); ) {
      int length = text.read(buffer);
      if (length < 0) {
        end();
        return;
      }
      read += length;
      for (int i = 0; i < length && !isFull(); i++) {
        take(buffer[i]);
      }
    }
  }

  private boolean isFull() {
    return found.size() >= limit || bytes >= MAX_BYTES;
  }

  private void take(byte one) {
    if (one == '\n') {
      end();
    } else if (line.size() < MAX_LINE_BYTES) {
      line.write(one);
    } else {
      isCut = true;
    }
  }

  /** Empty lines are none. */
  private void end() {
    if (line.size() > 0 && bytes + line.size() <= MAX_BYTES) {
      String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      // A character that was cut through is none.
      found.add(isCut && text.endsWith(REPLACEMENT) ? text.substring(0, text.length() - 1) : text);
    }
    bytes += line.size();
    line.reset();
    isCut = false;
  }
}
