package io.keelson.profiler;

/** Texts of strangers that are shown in part. */
final class Texts {
  private Texts() {}

  /** At most so many characters, none of them half a character of two. */
  static String beginning(String text, int maxCharacters) {
    if (text.length() <= maxCharacters) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(maxCharacters - 1));
    return text.substring(0, splits ? maxCharacters - 1 : maxCharacters);
  }
}
