package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Expectations of a table's columns, their names and types, whatever is in them. */
final class Shapes {
  private Shapes() {}

  static Check ofTable(Columns columns, Expectation expectation) throws NotJudged {
    List<String> names = columns.names();
    return switch (expectation.name()) {
      case TABLE_ROW_COUNT_TO_EQUAL, TABLE_ROW_COUNT_TO_BE_BETWEEN -> new RowCount(expectation);
      case TABLE_COLUMN_COUNT_TO_EQUAL ->
          settled(expectation, isValue(expectation, names.size()), names.size());
      case TABLE_COLUMN_COUNT_TO_BE_BETWEEN ->
          settled(expectation, Bounds.hold(expectation, names.size()), names.size());
      case TABLE_COLUMNS_TO_MATCH_SET -> matchSet(expectation, names);
      case TABLE_COLUMNS_TO_MATCH_ORDERED_LIST -> {
        List<String> expected = expectation.texts("column_list");
        yield new Settled(
            expectation,
            Result.observed(expectation, names.equals(expected), names)
                .withSamples(differences(names, expected)));
      }
      default -> throw new IllegalArgumentException(expectation.name().text());
    };
  }

  private static Settled settled(Expectation expectation, boolean success, Object observed) {
    return new Settled(expectation, Result.observed(expectation, success, observed));
  }

  private static boolean isValue(Expectation expectation, long figure) throws NotJudged {
    return Numbers.of(expectation.argument("value")).longValueExact() == figure;
  }

  /** How many rows there are. */
  private record RowCount(Expectation expectation) implements Check {
    @Override
    public List<Measure> measures() {
      return List.of(Measure.ROWS);
    }

    @Override
    public Result judge(Evidence evidence) throws NotJudged {
      long rows = evidence.measures().count(Measure.ROWS);
      boolean success =
          expectation.name() == ExpectationName.TABLE_ROW_COUNT_TO_EQUAL
              ? isValue(expectation, rows)
              : Bounds.hold(expectation, rows);
      return Result.observed(expectation, success, rows);
    }
  }

  /** Without {@code exact_match} there may be more columns than expected. */
  private static Settled matchSet(Expectation expectation, List<String> names) {
    Set<String> expected = new HashSet<>(expectation.texts("column_set"));
    Set<String> actual = new HashSet<>(names);
    boolean success =
        expectation.flag("exact_match", true)
            ? actual.equals(expected)
            : actual.containsAll(expected);
    return new Settled(
        expectation,
        Result.observed(expectation, success, names.stream().sorted().toList())
            .withSamples(differences(names, expectation.texts("column_set"))));
  }

  /** The columns that are not expected, then those that are missing. */
  private static List<String> differences(List<String> names, List<String> expected) {
    List<String> differences = new ArrayList<>(names);
    differences.removeAll(new HashSet<>(expected));
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(new HashSet<>(names));
    differences.addAll(missing);
    return differences;
  }

  static Check ofColumn(Engine engine, Columns columns, Expectation expectation)
      throws NotJudged, SQLException {
    if (expectation.name() == ExpectationName.COLUMN_TO_EXIST) {
      JsonNode index = expectation.argument("column_index");
      int place = columns.names().indexOf(expectation.column());
      boolean success =
          index == null ? place >= 0 : place >= 0 && place == index.decimalValue().longValueExact();
      return settled(expectation, success, null);
    }
    ColumnType type = columns.get(expectation.column()).type();
    List<String> expected =
        expectation.name() == ExpectationName.COLUMN_VALUES_TO_BE_OF_TYPE
            ? List.of(expectation.text("type_", ""))
            : expectation.texts("type_list");
    boolean success = false;
    for (String name : expected) {
      success |= isOfType(engine, type, name);
    }
    return settled(expectation, success, type.name());
  }

  /** Also by an alias, such as {@code int}, and {@code DECIMAL} is one of any width. */
  private static boolean isOfType(Engine engine, ColumnType type, String name)
      throws NotJudged, SQLException {
    String plain = name.strip();
    if (plain.equalsIgnoreCase(type.name()) || plain.equalsIgnoreCase(type.base())) {
      return true;
    }
    int bracket = plain.indexOf('(');
    String base = bracket < 0 ? plain : plain.substring(0, bracket).strip();
    List<List<Object>> known =
        engine.rows(
            "SELECT DISTINCT logical_type FROM duckdb_types() WHERE lower(type_name) = lower(%s)"
                .formatted(Sql.literal(base)));
    if (known.isEmpty() && !plain.endsWith("]")) {
      throw new NotJudged(
          "'" + Text.cut(name) + "' is no type of DuckDB (expected: such as BIGINT or VARCHAR)");
    }
    return bracket < 0 && known.stream().anyMatch(row -> type.base().equals(row.getFirst()));
  }
}
