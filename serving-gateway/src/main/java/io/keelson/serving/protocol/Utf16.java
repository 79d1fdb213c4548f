package io.keelson.serving.protocol;

/**
 * Texts of JSON, which may hold half a character: an escaped surrogate without its other half. No
 * such text can be sent on, in a message or an answer.
 */
public final class Utf16 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf16() {}

  static boolean isWhole(String text) {
    return firstHalf(text, 0) < 0;
  }

  /** With a replacement character in the place of each half one. */
  public static String repaired(String text) {
    int at = firstHalf(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text);
    for (; at >= 0; at = firstHalf(text, at + 1)) {
      whole.setCharAt(at, REPLACEMENT);
    }
    return whole.toString();
  }

  /** Where it is; -1 for none. */
  private static int firstHalf(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!isPair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
