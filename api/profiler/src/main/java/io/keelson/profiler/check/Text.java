package io.keelson.profiler.check;

/** Text of the data and of suites, made short enough to be shown. */
final class Text {
  static final int SHOWN_CHARACTERS = 200;

  private Text() {}

  /** What JSON documents in databases cannot hold becomes a replacement character. */
  static String cut(String text) {
    String whole = text.replace('\0', '\uFFFD');
    return whole.codePointCount(0, whole.length()) <= SHOWN_CHARACTERS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, SHOWN_CHARACTERS));
  }
}
