package io.keelson.tenancy.failure;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bounds on what comes from outside. Every method returns the value it was given, or throws {@link
 * Invalid} naming the field, the value and what was expected.
 */
public final class Input {
  public static final int MAX_NAME_CHARACTERS = 200;
  public static final int MAX_DESCRIPTION_CHARACTERS = 4_000;
  public static final int MAX_PATH_CHARACTERS = 1_000;
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");
  private static final int MAX_EMAIL_CHARACTERS = 254;

  /**
   * Letters and signs without a picture: the fillers of Hangul, and a Braille cell without dots.
   */
  private static final String BLANKS = "\u115F\u1160\u2800\u3164\uFFA0";

  /**
   * Unicode's default ignorables that are no format characters, variation selectors among them but
   * for that of an emoji: names with and without one look the same.
   */
  private static final Pattern IGNORED =
      Pattern.compile(
          "[\\u034F\\u17B4\\u17B5\\u180B-\\u180D\\u180F\\uFE00-\\uFE0E\\x{E0100}-\\x{E01EF}]"
              + "|(?<![\\p{So}\\p{Sm}])\\uFE0F");

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./ :-]{1,250}");

  private Input() {}

  /**
   * Lower-case letters, digits and inner hyphens, 2 to 63 characters, a letter first: fit for a
   * host name.
   */
  public static String slug(String field, String value) {
    if (!isSlug(value)) {
      throw new Invalid(
          field, value, "2 to 63 lower-case letters, digits or hyphens, a letter first");
    }
    return value;
  }

  /** Whether {@link #slug} takes it; false for null. */
  public static boolean isSlug(String value) {
    return value != null && SLUG.matcher(value).matches();
  }

  /**
   * A name that people tell things apart by: 1 to 200 characters on one line, no space at either
   * end, something to be seen, and nothing that is not: no control characters, and none that only
   * say how others are shown (Unicode's format characters, the joiners among them).
   */
  public static String name(String field, String value) {
    String expected =
        "1 to "
            + MAX_NAME_CHARACTERS
            + " characters on one line, no control or invisible ones, no space at the ends";
    if (value == null
        || value.length() > MAX_NAME_CHARACTERS
        || value.codePoints().allMatch(Input::isUnseen)
        || isSpace(value.codePointAt(0))
        || isSpace(value.codePointBefore(value.length()))
        || value.codePoints().anyMatch(Input::misleads)
        || IGNORED.matcher(value).find()) {
      throw new Invalid(field, value, expected);
    }
    return printable(field, value, expected);
  }

  /**
   * What the platform calls something by names that it has: 1 to 200 characters, no space at either
   * end. Names from before there was a rule for them may hold what {@link #name} refuses.
   */
  public static String label(String field, String value) {
    String expected =
        "1 to " + MAX_NAME_CHARACTERS + " characters, no control characters, no space at the ends";
    if (value == null
        || value.isBlank()
        || value.length() > MAX_NAME_CHARACTERS
        || !value.equals(value.strip())) {
      throw new Invalid(field, value, expected);
    }
    return printable(field, value, expected);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isUnseen(int c) {
    return isSpace(c) || BLANKS.indexOf(c) >= 0;
  }

  /**
   * It breaks the line, is not seen or looks like a space, or says how its neighbours are shown:
   * backwards, joined, or not at all.
   */
  private static boolean misleads(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> BLANKS.indexOf(c) >= 0;
    };
  }

  /** Null or up to 4,000 characters; line breaks and tabs are welcome. */
  public static String description(String field, String value) {
    return text(field, value, MAX_DESCRIPTION_CHARACTERS);
  }

  /** Null or up to {@code maxCharacters}; no control characters but line breaks and tabs. */
  public static String text(String field, String value, int maxCharacters) {
    if (value == null) {
      return null;
    }
    if (value.length() > maxCharacters) {
      throw new Invalid(
          field, value, "at most " + maxCharacters + " characters, has " + value.length());
    }
    return printable(field, value, "text without control characters");
  }

  /** An e-mail address as HTML's forms take them, with a dot in its domain; in lower case. */
  public static String email(String field, String value) {
    if (value == null || value.length() > MAX_EMAIL_CHARACTERS || !EMAIL.matcher(value).matches()) {
      throw new Invalid(field, value, "an e-mail address such as name@example.com");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /** A parameter, tag or metric key: 1 to 250 of letters, digits and {@code _ . / : - space}. */
  public static String key(String field, String value) {
    if (value == null || !KEY.matcher(value).matches()) {
      throw new Invalid(field, value, "1 to 250 letters, digits or _ . / : - and spaces");
    }
    return value;
  }

  /**
   * A relative path of {@code /}-separated names: no {@code ..}, no empty name, no leading slash,
   * no backslash.
   */
  public static String path(String field, String value) {
    String expected =
        "a relative path of at most "
            + MAX_PATH_CHARACTERS
            + " characters without .. or empty names";
    if (value == null
        || value.isEmpty()
        || value.length() > MAX_PATH_CHARACTERS
        || value.indexOf('\\') >= 0) {
      throw new Invalid(field, value, expected);
    }
    for (String part : value.split("/", -1)) {
      if (part.isBlank() || part.equals(".") || part.equals("..") || part.length() > 255) {
        throw new Invalid(field, value, expected);
      }
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\t') >= 0 || value.indexOf('\r') >= 0) {
      throw new Invalid(field, value, expected);
    }
    return printable(field, value, expected);
  }

  public static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new Invalid(field, value, min + " to " + max);
    }
    return value;
  }

  public static int range(String field, int value, int min, int max) {
    return (int) range(field, (long) value, min, max);
  }

  public static <T> T present(String field, T value) {
    if (value == null) {
      throw new Invalid(field, null, "a value");
    }
    return value;
  }

  public static <C extends Collection<?>> C size(String field, C values, int min, int max) {
    int size = values == null ? 0 : values.size();
    if (size < min || size > max) {
      throw new Invalid(field, size + " items", min + " to " + max + " items");
    }
    return values;
  }

  private static String printable(String field, String value, String expected) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean lineOrTab = c == '\n' || c == '\r' || c == '\t';
      boolean loneSurrogate =
          Character.isHighSurrogate(c)
                  && (i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1)))
              || Character.isLowSurrogate(c)
                  && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
      if ((Character.isISOControl(c) && !lineOrTab) || loneSurrogate) {
        throw new Invalid(field, value, expected);
      }
    }
    return value;
  }
}
