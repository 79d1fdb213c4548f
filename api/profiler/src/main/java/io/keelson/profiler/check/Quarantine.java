package io.keelson.profiler.check;

/**
 * The rows that were set aside.
 *
 * @param rows how many there are
 * @param written how many of them are in the file; 0 when there is no file
 * @param column the list of the ids of expectations that each row fails, beside the table's own
 *     columns
 * @param unwritable why no file could be written of these rows, for a type that Parquet cannot hold
 *     for example; null when one was, or there are none
 */
public record Quarantine(long rows, long written, String column, String unwritable) {
  public static final long MAX_ROWS = 1_000_000;

  /** What the column is called, but for a table that has one of this name. */
  public static final String COLUMN = "_keelson_failed";

  /** Whether rows are missing from the file. */
  public boolean isCut() {
    return written < rows;
  }
}
