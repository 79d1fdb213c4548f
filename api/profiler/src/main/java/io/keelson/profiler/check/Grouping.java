package io.keelson.profiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows with the same values, counted.
 *
 * @param keys expressions
 * @param considered in SQL, which rows are counted
 */
record Grouping(List<String> keys, String considered) {
  /** The values of a column that are there. */
  static Grouping of(Operand value) {
    return new Grouping(List.of(value.sql()), value.isThere());
  }

  /**
   * The keys as {@code k0}, {@code k1} and so on, and {@code n}, how many rows there are of each.
   */
  String select(String relation) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      selected.add(keys.get(i) + " AS k" + i);
    }
    return "SELECT %s, count(*) AS n FROM %s AS %s WHERE %s GROUP BY ALL"
        .formatted(String.join(", ", selected), relation, Sql.ROW, considered);
  }

  /** The keys of which there is more than one row. */
  String selectRepeated(String relation) {
    return select(relation) + " HAVING count(*) > 1";
  }

  /**
   * In SQL, that a row's keys are among those of a table. Rows of keys are compared whole, since
   * then two nulls are the same.
   */
  String isIn(String table) {
    boolean isOne = keys.size() == 1;
    return "(%s AND %s IN (SELECT %s FROM %s))"
        .formatted(considered, isOne ? keys.getFirst() : row(keys), value(), table);
  }

  private static String row(List<String> values) {
    return "row(" + String.join(", ", values) + ")";
  }

  private List<String> names() {
    return IntStream.range(0, keys.size()).mapToObj(i -> "k" + i).toList();
  }

  /** A group, as one value. */
  String value() {
    return keys.size() == 1 ? "k0" : row(names());
  }
}
