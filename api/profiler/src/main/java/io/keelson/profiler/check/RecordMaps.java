package io.keelson.profiler.check;

import io.keelson.profiler.check.ColumnType.Family;
import java.util.ArrayList;
import java.util.List;

/** Expectations of each row's values of two or more columns. */
final class RecordMaps {
  private RecordMaps() {}

  static Check ofPair(Columns columns, Expectation expectation) throws NotJudged {
    Column columnA = columns.get(expectation.text("column_A", ""));
    Column columnB = columns.get(expectation.text("column_B", ""));
    boolean isEqual = expectation.name() == ExpectationName.COLUMN_PAIR_VALUES_TO_BE_EQUAL;
    if (!areComparable(columnA, columnB) || (!isEqual && columnA.type().family() == Family.OTHER)) {
      throw new NotJudged(
          "\"%s\" is %s and \"%s\" is %s (expected: types that can be compared)"
              .formatted(
                  Text.cut(columnA.name()),
                  Text.cut(columnA.type().name()),
                  Text.cut(columnB.name()),
                  Text.cut(columnB.type().name())));
    }
    String a = comparable(columnA);
    String b = comparable(columnB);
    String operator = isEqual ? "=" : expectation.flag("or_equal", false) ? ">=" : ">";
    // A null is neither equal to anything nor greater.
    return check(
        expectation,
        List.of(columnA, columnB),
        "NOT coalesce(%s %s %s, FALSE)".formatted(a, operator, b));
  }

  static Check ofRecord(Columns columns, Expectation expectation) throws NotJudged {
    List<Column> all = new ArrayList<>();
    for (String name : expectation.texts("column_list")) {
      all.add(columns.get(name));
    }
    if (expectation.name() == ExpectationName.COMPOUND_COLUMNS_TO_BE_UNIQUE) {
      return new UniqueCheck(
          expectation,
          new Grouping(
              all.stream().map(column -> column.value().sql()).toList(),
              considered(expectation, all)));
    }
    List<String> same = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        same.add(areSame(all.get(i), all.get(j)));
      }
    }
    return check(expectation, all, Sql.any(same));
  }

  private static RowCheck check(Expectation expectation, List<Column> columns, String unexpected) {
    List<String> values = columns.stream().map(column -> column.value().sql()).toList();
    return new RowCheck(
        expectation,
        considered(expectation, columns),
        unexpected,
        Sql.shown("row(" + String.join(", ", values) + ")"),
        true);
  }

  private static String considered(Expectation expectation, List<Column> columns) {
    List<String> there = columns.stream().map(column -> column.value().isThere()).toList();
    return switch (expectation.text("ignore_row_if", "all_values_are_missing")) {
      case "neither", "never" -> "TRUE";
      case "either_value_is_missing", "any_value_is_missing" -> Sql.all(there);
      default -> Sql.any(there);
    };
  }

  /** Two nulls are the same, values of types that cannot be compared are not. */
  private static String areSame(Column a, Column b) {
    return areComparable(a, b)
        ? "%s IS NOT DISTINCT FROM %s".formatted(comparable(a), comparable(b))
        : "(%s AND %s)".formatted(a.value().isMissing(), b.value().isMissing());
  }

  private static boolean areComparable(Column a, Column b) {
    if (a.type().isNumber() && b.type().isNumber()) {
      return true;
    }
    return a.type().family() == Family.OTHER
        ? a.type().name().equals(b.type().name())
        : a.type().family() == b.type().family();
  }

  private static String comparable(Column column) {
    return column.type().family() == Family.BOOLEAN
        ? column.value().sql() + "::TINYINT"
        : column.value().sql();
  }
}
