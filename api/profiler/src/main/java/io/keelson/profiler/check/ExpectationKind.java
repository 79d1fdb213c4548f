package io.keelson.profiler.check;

/** What an expectation looks at, in Great Expectations' words. */
public enum ExpectationKind {
  /** The table as a whole: how many rows, which columns. */
  TABLE(false, false),
  /** A column's being there and its type, whatever it holds. */
  COLUMN(true, false),
  /** Each value of a column that is not null. */
  COLUMN_MAP(true, true),
  /** Each row's values of two columns. */
  COLUMN_PAIR_MAP(false, true),
  /** Each row's values of several columns. */
  MULTICOLUMN_MAP(false, true),
  /** One figure of a column. */
  COLUMN_AGGREGATE(true, false);

  private final boolean hasColumn;
  private final boolean isRowLevel;

  ExpectationKind(boolean hasColumn, boolean isRowLevel) {
    this.hasColumn = hasColumn;
    this.isRowLevel = isRowLevel;
  }

  /** Whether {@code column} names what it looks at. */
  public boolean hasColumn() {
    return hasColumn;
  }

  /** Whether rows are unexpected one by one: it takes {@code mostly}, and rows can be set aside. */
  public boolean isRowLevel() {
    return isRowLevel;
  }
}
