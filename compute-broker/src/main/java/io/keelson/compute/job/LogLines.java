package io.keelson.compute.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How lines lie in a chunk: {@code <epoch milliseconds> <o|e> <text>}, each ended by a line feed. A
 * line feed within a text is stored as {@code \n}, two characters, so that no text can forge a line
 * or make its chunk unreadable.
 */
final class LogLines {
  private static final Pattern LINE =
      Pattern.compile("(?<ms>[0-9]{1,15}) (?<stream>[oe]) (?<text>.*)", Pattern.DOTALL);
  private static final String SHOWN_LINE_FEED = "\\n";

  private LogLines() {}

  /** A line without its number. */
  record Said(long atMs, LogLine.Stream stream, String text) {
    String encoded() {
      return atMs
          + (stream == LogLine.Stream.OUT ? " o " : " e ")
          + text.replace("\n", SHOWN_LINE_FEED)
          + '\n';
    }

    private Said followedBy(String more) {
      return new Said(atMs, stream, text + SHOWN_LINE_FEED + more);
    }

    LogLine line(long number) {
      return new LogLine(
          OffsetDateTime.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC),
          stream,
          text,
          Long.toString(number));
    }
  }

  /**
   * Reads a chunk, also one from a time when line feeds were stored as they came: what is not a
   * line, or is one line more than were stored, belongs to the text before it.
   *
   * @param count how many lines were stored in it
   */
  static List<Said> decode(byte[] chunk, int count) {
    List<Said> lines = new ArrayList<>();
    String text = new String(chunk, StandardCharsets.UTF_8);
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      String piece = text.substring(start, end < 0 ? text.length() : end);
      Matcher line = LINE.matcher(piece);
      if (lines.size() < count && line.matches()) {
        lines.add(said(line));
      } else if (!lines.isEmpty()) {
        lines.add(lines.removeLast().followedBy(piece));
      }
      start = end < 0 ? text.length() : end + 1;
    }
    return lines;
  }

  /** Of these those behind the first {@code skipped}, at most {@code limit}. */
  static List<Said> decode(byte[] chunk, int count, int skipped, int limit) {
    if (lineFeeds(chunk) != count) {
      List<Said> all = decode(chunk, count);
      return all.subList(
          Math.min(skipped, all.size()), (int) Math.min((long) skipped + limit, all.size()));
    }
    int from = behind(chunk, 0, skipped);
    int to = behind(chunk, from, limit);
    return decode(Arrays.copyOfRange(chunk, from, to), limit);
  }

  private static int lineFeeds(byte[] chunk) {
    int found = 0;
    for (byte one : chunk) {
      found += one == '\n' ? 1 : 0;
    }
    return found;
  }

  /** Where so many lines end, or all of them. */
  private static int behind(byte[] chunk, int from, int lines) {
    int at = from;
    for (int left = lines; left > 0 && at < chunk.length; at++) {
      left -= chunk[at] == '\n' ? 1 : 0;
    }
    return at;
  }

  private static Said said(Matcher line) {
    return new Said(
        Long.parseLong(line.group("ms")),
        line.group("stream").equals("o") ? LogLine.Stream.OUT : LogLine.Stream.ERR,
        line.group("text"));
  }
}
