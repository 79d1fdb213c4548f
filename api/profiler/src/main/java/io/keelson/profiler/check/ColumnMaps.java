package io.keelson.profiler.check;

import java.math.BigDecimal;
import java.sql.SQLException;

/**
 * Expectations of each value of a column. Nulls are not considered, but where they are the point.
 */
final class ColumnMaps {
  private ColumnMaps() {}

  static Check of(Engine engine, Columns columns, Expectation expectation)
      throws NotJudged, SQLException {
    Column column = columns.get(expectation.column());
    Operand value = column.value();
    return switch (expectation.name()) {
      case COLUMN_VALUES_TO_NOT_BE_NULL ->
          new RowCheck(expectation, "TRUE", value.isMissing(), null, false);
      case COLUMN_VALUES_TO_BE_NULL ->
          new RowCheck(expectation, "TRUE", value.isThere(), Sql.shown(value.sql()), false);
      case COLUMN_VALUES_TO_BE_UNIQUE -> new UniqueCheck(expectation, Grouping.of(value));
      case COLUMN_VALUES_TO_BE_IN_SET -> {
        Operand scalar = column.scalar();
        ValueSet set = ValueSet.of(engine, expectation, scalar);
        yield RowCheck.of(expectation, value, set.holds(scalar.sql()));
      }
      case COLUMN_VALUES_TO_NOT_BE_IN_SET -> {
        Operand scalar = column.scalar();
        ValueSet set = ValueSet.of(engine, expectation, scalar);
        yield RowCheck.of(expectation, value, "NOT (" + set.holds(scalar.sql()) + ")");
      }
      case COLUMN_VALUES_TO_BE_BETWEEN ->
          RowCheck.of(expectation, value, Bounds.condition(engine, expectation, column.scalar()));
      case COLUMN_VALUES_TO_MATCH_REGEX ->
          RowCheck.of(expectation, value, matches(engine, expectation, column));
      case COLUMN_VALUES_TO_NOT_MATCH_REGEX ->
          RowCheck.of(expectation, value, "NOT " + matches(engine, expectation, column));
      case COLUMN_VALUE_LENGTHS_TO_BE_BETWEEN ->
          RowCheck.of(expectation, value, Bounds.condition(engine, expectation, length(column)));
      case COLUMN_VALUE_LENGTHS_TO_EQUAL -> {
        BigDecimal length = Numbers.of(expectation.argument("value"));
        yield RowCheck.of(
            expectation, value, length(column).sql() + " = " + length.longValueExact());
      }
      default -> throw new IllegalArgumentException(expectation.name().text());
    };
  }

  /** In characters. */
  private static Operand length(Column column) throws NotJudged {
    return new Operand("length(" + column.text().sql() + ")", ColumnType.of("BIGINT"));
  }

  /** By RE2, anywhere in the value: it takes time in proportion to the text, whatever is asked. */
  private static String matches(Engine engine, Expectation expectation, Column column)
      throws NotJudged, SQLException {
    String regex = Sql.literal(expectation.text("regex", ""));
    String text = column.text().sql();
    try {
      engine.judged("SELECT regexp_matches('', " + regex + ")");
    } catch (NotJudged e) {
      throw new NotJudged("regex is not one of RE2: " + e.getMessage());
    }
    return "regexp_matches(" + text + ", " + regex + ")";
  }
}
