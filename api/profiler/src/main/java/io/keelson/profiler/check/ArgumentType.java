package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/** What an argument of an expectation may be. */
public enum ArgumentType {
  /**
   * A number, or text: a number, a date or a timestamp in ISO 8601, or what text is compared by.
   */
  BOUND("a number or text"),
  NUMBER("a number"),
  /** Whole and not negative. */
  COUNT("a whole number of at least 0"),
  FLAG("true or false"),
  COLUMN("the name of a column"),
  /** At least two, each once. */
  COLUMNS("2 to " + Argument.MAX_COLUMNS + " names of columns, each once"),
  /** Any number of names, each once. */
  NAMES("up to " + Argument.MAX_NAMES + " names of columns, each once"),
  TYPE("the name of a type"),
  TYPES("1 to " + Argument.MAX_TYPES + " names of types"),
  REGEX("a regular expression of 1 to " + Argument.MAX_REGEX_CHARACTERS + " characters"),
  /** Text, numbers, true and false. */
  VALUES(
      "up to "
          + Argument.MAX_VALUES
          + " values, each text of at most "
          + Argument.MAX_TEXT_CHARACTERS
          + " characters, a number, true or false"),
  /** {@code {"quantiles":[0.5],"value_ranges":[[1,null]]}}. */
  QUANTILE_RANGES(
      "quantiles from 0 to 1 and as many value_ranges of two numbers or null, 1 to "
          + Argument.MAX_QUANTILES),
  /** False means nearest. */
  INTERPOLATION("false, linear, lower, higher, midpoint or nearest"),
  PAIR_IGNORE("both_values_are_missing, either_value_is_missing or neither"),
  RECORD_IGNORE("all_values_are_missing, any_value_is_missing or never");

  private final String expected;

  ArgumentType(String expected) {
    this.expected = expected;
  }

  /** In words, for messages. */
  public String expected() {
    return expected;
  }

  boolean takes(JsonNode value) {
    return switch (this) {
      case BOUND -> Numbers.isBounded(value) || isText(value, 0, Argument.MAX_TEXT_CHARACTERS);
      case NUMBER -> Numbers.isBounded(value);
      case COUNT -> isCount(value);
      case FLAG -> value.isBoolean();
      case COLUMN, TYPE -> isName(value);
      case COLUMNS -> areNames(value, 2, Argument.MAX_COLUMNS);
      case NAMES -> areNames(value, 0, Argument.MAX_NAMES);
      case TYPES -> areNames(value, 1, Argument.MAX_TYPES);
      case REGEX -> isText(value, 1, Argument.MAX_REGEX_CHARACTERS);
      case VALUES -> areValues(value);
      case QUANTILE_RANGES -> areQuantileRanges(value);
      case INTERPOLATION ->
          (value.isBoolean() && !value.asBoolean())
              || isOneOf(value, "linear", "lower", "higher", "midpoint", "nearest");
      case PAIR_IGNORE ->
          isOneOf(value, "both_values_are_missing", "either_value_is_missing", "neither");
      case RECORD_IGNORE ->
          isOneOf(value, "all_values_are_missing", "any_value_is_missing", "never");
    };
  }

  static boolean isName(JsonNode value) {
    return isText(value, 1, Argument.MAX_NAME_CHARACTERS);
  }

  /** Text that an engine can be asked for: it ends at no NUL and has no half a character. */
  static boolean isText(JsonNode value, int minCharacters, int maxCharacters) {
    if (!value.isTextual()) {
      return false;
    }
    String text = value.textValue();
    return text.length() >= minCharacters
        && text.length() <= maxCharacters
        && text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  private static boolean isOneOf(JsonNode value, String... all) {
    return value.isTextual() && Set.of(all).contains(value.textValue());
  }

  private static boolean isCount(JsonNode value) {
    return Numbers.isBounded(value)
        && value.decimalValue().signum() >= 0
        && value.decimalValue().stripTrailingZeros().scale() <= 0
        && value.decimalValue().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static boolean areNames(JsonNode value, int min, int max) {
    if (!value.isArray() || value.size() < min || value.size() > max) {
      return false;
    }
    Set<String> names = new HashSet<>();
    for (JsonNode name : value) {
      if (!isName(name) || !names.add(name.textValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areValues(JsonNode value) {
    if (!value.isArray() || value.size() > Argument.MAX_VALUES) {
      return false;
    }
    for (JsonNode one : value) {
      if (!one.isBoolean()
          && !Numbers.isBounded(one)
          && !isText(one, 0, Argument.MAX_TEXT_CHARACTERS)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areQuantileRanges(JsonNode value) {
    JsonNode quantiles = value.path("quantiles");
    JsonNode ranges = value.path("value_ranges");
    if (!value.isObject()
        || value.size() != 2
        || !quantiles.isArray()
        || !ranges.isArray()
        || quantiles.isEmpty()
        || quantiles.size() > Argument.MAX_QUANTILES
        || quantiles.size() != ranges.size()) {
      return false;
    }
    for (JsonNode quantile : quantiles) {
      if (!Numbers.isBounded(quantile)
          || quantile.decimalValue().signum() < 0
          || quantile.decimalValue().compareTo(BigDecimal.ONE) > 0) {
        return false;
      }
    }
    for (JsonNode range : ranges) {
      if (!range.isArray() || range.size() != 2 || !isEnd(range.get(0)) || !isEnd(range.get(1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEnd(JsonNode value) {
    return value.isNull() || Numbers.isBounded(value);
  }
}
