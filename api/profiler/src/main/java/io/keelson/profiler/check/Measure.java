package io.keelson.profiler.check;

/**
 * A figure of a table, which one statement gives along with many others.
 *
 * @param perRow an expression of each row; null where the figure needs none
 * @param aggregate what is made of it, which stands in it as {@link #VALUE}
 */
record Measure(String perRow, String aggregate) {
  /** A character that no suite can hold. */
  static final String VALUE = "\0";

  static final Measure ROWS = new Measure(null, "count(*)");

  static Measure of(String perRow, String aggregate) {
    return new Measure(perRow, aggregate);
  }

  /** How many rows meet a condition. */
  static Measure count(String condition) {
    return new Measure(condition, "count(*) FILTER (WHERE " + VALUE + ")");
  }

  String aggregateOf(String alias) {
    return aggregate.replace(VALUE, alias);
  }

  /** Whether values are looked up in a large set; a name that reads like one does no harm. */
  boolean isLookup() {
    return perRow != null && perRow.contains(ValueSet.LOOKUP);
  }
}
