package io.keelson.profiler.check;

import static io.keelson.profiler.check.Argument.optional;
import static io.keelson.profiler.check.Argument.required;
import static io.keelson.profiler.check.ExpectationKind.COLUMN;
import static io.keelson.profiler.check.ExpectationKind.COLUMN_AGGREGATE;
import static io.keelson.profiler.check.ExpectationKind.COLUMN_MAP;
import static io.keelson.profiler.check.ExpectationKind.COLUMN_PAIR_MAP;
import static io.keelson.profiler.check.ExpectationKind.MULTICOLUMN_MAP;
import static io.keelson.profiler.check.ExpectationKind.TABLE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expectations of Great Expectations 1.x that are known here, with their kinds and arguments.
 */
public enum ExpectationName {
  TABLE_ROW_COUNT_TO_EQUAL(TABLE, required("value", ArgumentType.COUNT)),
  TABLE_ROW_COUNT_TO_BE_BETWEEN(TABLE, between(ArgumentType.COUNT)),
  TABLE_COLUMN_COUNT_TO_EQUAL(TABLE, required("value", ArgumentType.COUNT)),
  TABLE_COLUMN_COUNT_TO_BE_BETWEEN(
      TABLE, optional("min_value", ArgumentType.COUNT), optional("max_value", ArgumentType.COUNT)),
  TABLE_COLUMNS_TO_MATCH_SET(
      TABLE,
      required("column_set", ArgumentType.NAMES),
      optional("exact_match", ArgumentType.FLAG)),
  TABLE_COLUMNS_TO_MATCH_ORDERED_LIST(TABLE, required("column_list", ArgumentType.NAMES)),

  COLUMN_TO_EXIST(COLUMN, optional("column_index", ArgumentType.COUNT)),
  COLUMN_VALUES_TO_BE_OF_TYPE(COLUMN, required("type_", ArgumentType.TYPE)),
  COLUMN_VALUES_TO_BE_IN_TYPE_LIST(COLUMN, required("type_list", ArgumentType.TYPES)),

  COLUMN_VALUES_TO_NOT_BE_NULL(COLUMN_MAP),
  COLUMN_VALUES_TO_BE_NULL(COLUMN_MAP),
  COLUMN_VALUES_TO_BE_UNIQUE(COLUMN_MAP),
  COLUMN_VALUES_TO_BE_IN_SET(COLUMN_MAP, required("value_set", ArgumentType.VALUES)),
  COLUMN_VALUES_TO_NOT_BE_IN_SET(COLUMN_MAP, required("value_set", ArgumentType.VALUES)),
  COLUMN_VALUES_TO_BE_BETWEEN(COLUMN_MAP, between(ArgumentType.BOUND)),
  COLUMN_VALUES_TO_MATCH_REGEX(COLUMN_MAP, required("regex", ArgumentType.REGEX)),
  COLUMN_VALUES_TO_NOT_MATCH_REGEX(COLUMN_MAP, required("regex", ArgumentType.REGEX)),
  COLUMN_VALUE_LENGTHS_TO_BE_BETWEEN(COLUMN_MAP, between(ArgumentType.COUNT)),
  COLUMN_VALUE_LENGTHS_TO_EQUAL(COLUMN_MAP, required("value", ArgumentType.COUNT)),

  COLUMN_PAIR_VALUES_A_TO_BE_GREATER_THAN_B(
      COLUMN_PAIR_MAP,
      required("column_A", ArgumentType.COLUMN),
      required("column_B", ArgumentType.COLUMN),
      optional("or_equal", ArgumentType.FLAG),
      optional("ignore_row_if", ArgumentType.PAIR_IGNORE)),
  COLUMN_PAIR_VALUES_TO_BE_EQUAL(
      COLUMN_PAIR_MAP,
      required("column_A", ArgumentType.COLUMN),
      required("column_B", ArgumentType.COLUMN),
      optional("ignore_row_if", ArgumentType.PAIR_IGNORE)),

  COMPOUND_COLUMNS_TO_BE_UNIQUE(
      MULTICOLUMN_MAP,
      required("column_list", ArgumentType.COLUMNS),
      optional("ignore_row_if", ArgumentType.RECORD_IGNORE)),
  SELECT_COLUMN_VALUES_TO_BE_UNIQUE_WITHIN_RECORD(
      MULTICOLUMN_MAP,
      required("column_list", ArgumentType.COLUMNS),
      optional("ignore_row_if", ArgumentType.RECORD_IGNORE)),

  COLUMN_MIN_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.BOUND)),
  COLUMN_MAX_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.BOUND)),
  COLUMN_MEAN_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.NUMBER)),
  COLUMN_MEDIAN_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.NUMBER)),
  COLUMN_SUM_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.NUMBER)),
  COLUMN_STDEV_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.NUMBER)),
  COLUMN_UNIQUE_VALUE_COUNT_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.COUNT)),
  COLUMN_PROPORTION_OF_UNIQUE_VALUES_TO_BE_BETWEEN(COLUMN_AGGREGATE, between(ArgumentType.NUMBER)),
  COLUMN_DISTINCT_VALUES_TO_BE_IN_SET(COLUMN_AGGREGATE, required("value_set", ArgumentType.VALUES)),
  COLUMN_DISTINCT_VALUES_TO_CONTAIN_SET(
      COLUMN_AGGREGATE, required("value_set", ArgumentType.VALUES)),
  COLUMN_DISTINCT_VALUES_TO_EQUAL_SET(COLUMN_AGGREGATE, required("value_set", ArgumentType.VALUES)),
  COLUMN_MOST_COMMON_VALUE_TO_BE_IN_SET(
      COLUMN_AGGREGATE,
      required("value_set", ArgumentType.VALUES),
      optional("ties_okay", ArgumentType.FLAG)),
  COLUMN_QUANTILE_VALUES_TO_BE_BETWEEN(
      COLUMN_AGGREGATE,
      required("quantile_ranges", ArgumentType.QUANTILE_RANGES),
      optional("allow_relative_error", ArgumentType.INTERPOLATION));

  private static final Map<String, ExpectationName> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(ExpectationName::text, Function.identity()));

  private final ExpectationKind kind;
  private final List<Argument> arguments;

  ExpectationName(ExpectationKind kind, Argument... arguments) {
    this.kind = kind;
    this.arguments = List.of(arguments);
  }

  /** As suites name it. */
  public String text() {
    return "expect_" + name().toLowerCase(Locale.ROOT);
  }

  public ExpectationKind kind() {
    return kind;
  }

  public List<Argument> arguments() {
    return arguments;
  }

  /** Whether one of its bounds must be there. */
  boolean isBetween() {
    return arguments.stream().anyMatch(argument -> argument.name().equals("min_value"));
  }

  public static Optional<ExpectationName> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  private static Argument[] between(ArgumentType type) {
    return new Argument[] {
      optional("min_value", type),
      optional("max_value", type),
      optional("strict_min", ArgumentType.FLAG),
      optional("strict_max", ArgumentType.FLAG)
    };
  }
}
