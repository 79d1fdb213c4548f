package io.keelson.profiler.check;

/**
 * An argument of an expectation.
 *
 * @param name as Great Expectations names it
 */
public record Argument(String name, ArgumentType type, boolean isRequired) {
  /** Characters of the name of a column or a type. */
  public static final int MAX_NAME_CHARACTERS = 1_000;

  public static final int MAX_TEXT_CHARACTERS = 1_000;
  public static final int MAX_REGEX_CHARACTERS = 1_000;
  public static final int MAX_VALUES = 10_000;
  public static final int MAX_COLUMNS = 20;
  public static final int MAX_NAMES = 1_000;
  public static final int MAX_TYPES = 50;
  public static final int MAX_QUANTILES = 20;

  static Argument required(String name, ArgumentType type) {
    return new Argument(name, type, true);
  }

  static Argument optional(String name, ArgumentType type) {
    return new Argument(name, type, false);
  }
}
