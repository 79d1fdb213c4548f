package io.keelson.compute.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * How lines lie in a chunk: {@code <epoch milliseconds> <o|e> <text>}, each ended by a line feed.
 */
final class LogLines {
  private LogLines() {}

  /** A line without its number. */
  record Said(long atMs, LogLine.Stream stream, String text) {
    String encoded() {
      return atMs + (stream == LogLine.Stream.OUT ? " o " : " e ") + text + '\n';
    }

    LogLine line(long number) {
      return new LogLine(
          OffsetDateTime.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC),
          stream,
          text,
          Long.toString(number));
    }
  }

  static List<Said> decode(byte[] chunk) {
    List<Said> lines = new ArrayList<>();
    String text = new String(chunk, StandardCharsets.UTF_8);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      int blank = text.indexOf(' ', start);
      lines.add(
          new Said(
              Long.parseLong(text.substring(start, blank)),
              text.charAt(blank + 1) == 'o' ? LogLine.Stream.OUT : LogLine.Stream.ERR,
              text.substring(blank + 3, end)));
      start = end + 1;
    }
    return lines;
  }
}
