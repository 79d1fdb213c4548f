package io.keelson.serving.protocol;

/**
 * Text of which JSON needs to escape nothing and a header can tell every letter: printable ASCII
 * without quotes and backslashes. Eight letters are looked at at a time.
 */
public final class PlainText {
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long SPACES = EACH * ' ';
  private static final long QUOTES = EACH * '"';
  private static final long BACKSLASHES = EACH * '\\';
  private static final char FIRST = ' ';
  private static final char LAST = '~';

  private PlainText() {}

  public static boolean is(byte[] text, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      if (!isPlain(LittleEndian.getLong(text, i))) {
        return false;
      }
    }
    for (; i < to; i++) {
      if (!isPlain((char) (text[i] & 0xff))) {
        return false;
      }
    }
    return true;
  }

  /** Likewise for the characters of a string. */
  public static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char letter) {
    return letter >= FIRST && letter <= LAST && letter != '"' && letter != '\\';
  }

  /** Of eight: "Hacker's Delight", 6-1; what one of them carries over is seen anyway. */
  private static boolean isPlain(long letters) {
    long below = letters - SPACES;
    long above = letters + EACH; // 0x7f becomes 0x80
    long quotes = (letters ^ QUOTES) - EACH;
    long backslashes = (letters ^ BACKSLASHES) - EACH;
    return ((letters | below | above | quotes | backslashes) & HIGH_BITS) == 0;
  }

  /** Whether all of it is ASCII. */
  static boolean isAscii(byte[] text, int from, int to) {
    long seen = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      seen |= LittleEndian.getLong(text, i);
    }
    for (; i < to; i++) {
      seen |= text[i];
    }
    return (seen & HIGH_BITS) == 0;
  }
}
