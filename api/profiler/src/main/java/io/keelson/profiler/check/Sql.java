package io.keelson.profiler.check;

import java.util.List;
import java.util.stream.Collectors;

/** Names and text of strangers in SQL. Numbers and types are written only from what was parsed. */
final class Sql {
  /** What the relation is called in each statement, so that no column of it can be mistaken. */
  static final String ROW = "keelson_row";

  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** DuckDB knows no escapes inside quotes but the doubled quote. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String literals(List<String> texts) {
    return texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  static String any(List<String> conditions) {
    return conditions.stream().collect(Collectors.joining(" OR ", "(", ")"));
  }

  static String all(List<String> conditions) {
    return conditions.stream().collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** At most as many characters as are shown. */
  static String shown(String value) {
    return "left((%s)::VARCHAR, %d)".formatted(value, Text.SHOWN_CHARACTERS);
  }
}
