package io.keelson.tenancy.invitation;

import java.util.regex.Pattern;

/**
 * A name that somebody chose, as a mail in the platform's name shows it: whoever reads the mail
 * must not take it for the platform's word. It has nothing that mail readers make a link of, no
 * quotes that would end those around it, and no more than {@value #MAX_CHARACTERS} characters.
 */
final class ShownName {
  static final int MAX_CHARACTERS = 40;

  /** Where nothing is left that can be shown. */
  private static final String NOTHING = "(no name)";

  /** Readers make links of whatever has a dot within, or what an address has around its names. */
  private static final Pattern DOT_WITHIN =
      Pattern.compile("[.\\u3002\\uFF0E\\uFF61\\u2024](?=\\S)");

  /** What is left are letters, digits and a few marks. */
  private static final Pattern NOT_SHOWN =
      Pattern.compile("[^\\p{L}\\p{M}\\p{N} .,&'()+_-]|(?<![\\p{L}\\p{N}])[.]");

  /** Telephones call what they hold for a number. */
  private static final Pattern NUMBER = Pattern.compile("\\+?\\p{N}(?:[ ().,_-]*\\p{N}){6,}");

  private ShownName() {}

  static String of(String name) {
    String plain = DOT_WITHIN.matcher(name).replaceAll(" ");
    plain = NOT_SHOWN.matcher(plain).replaceAll(" ");
    plain = NUMBER.matcher(plain).replaceAll(" ").replaceAll(" +", " ").strip();
    if (plain.isEmpty()) {
      return NOTHING;
    }
    if (plain.codePointCount(0, plain.length()) <= MAX_CHARACTERS) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, MAX_CHARACTERS - 1)).strip() + "…";
  }
}
