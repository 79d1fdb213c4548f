package io.keelson.api.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks of a body (RFC 9110, section 14). */
sealed interface ByteRange {

  /** All of it. */
  record Whole() implements ByteRange {}

  /** {@code length} bytes, at least one, from {@code first} on. */
  record Part(long first, long length) implements ByteRange {}

  /** Nothing of it lies in the body. */
  record Outside() implements ByteRange {}

  Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * A header that is missing, malformed, of another unit or of several ranges asks for the whole.
   */
  static ByteRange of(String header, long sizeBytes) {
    Matcher matcher = SINGLE.matcher(header == null ? "" : header.strip());
    if (!matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), sizeBytes);
    }
    long from = Long.parseLong(first);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return new Whole();
    }
    if (from >= sizeBytes) {
      return new Outside();
    }
    long to = last.isEmpty() ? sizeBytes - 1 : Math.min(Long.parseLong(last), sizeBytes - 1);
    return new Part(from, to - from + 1);
  }

  private static ByteRange suffix(long wanted, long sizeBytes) {
    if (wanted == 0 || sizeBytes == 0) {
      return new Outside();
    }
    long length = Math.min(wanted, sizeBytes);
    return new Part(sizeBytes - length, length);
  }
}
