package io.keelson.profiler.check;

import java.util.ArrayList;
import java.util.List;

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

  /** In SQL, that a row is one of several with the same keys. */
  String isRepeated(String relation) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      same.add("keelson_group.k" + i + " IS NOT DISTINCT FROM " + keys.get(i));
    }
    return "(%s AND EXISTS (SELECT 1 FROM (%s HAVING count(*) > 1) AS keelson_group WHERE %s))"
        .formatted(considered, select(relation), Sql.all(same));
  }
}
