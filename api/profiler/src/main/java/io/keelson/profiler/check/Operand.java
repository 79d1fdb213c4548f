package io.keelson.profiler.check;

/** An expression of SQL and what it yields. */
record Operand(String sql, ColumnType type) {
  String isThere() {
    return sql + " IS NOT NULL";
  }

  String isMissing() {
    return sql + " IS NULL";
  }

  /** As JSON can hold it: numbers and truth values as they are, everything else as text. */
  String shown() {
    return type.isNumber() ? sql : Sql.shown(sql);
  }
}
