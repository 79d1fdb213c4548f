package io.keelson.profiler.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  static final String COLUMN = "_keelson_failed";

  /** Whether rows are missing from the file. */
  public boolean isCut() {
    return written < rows;
  }

  /**
   * @param unexpectedById for the ids of expectations, in SQL, that a row is unexpected
   */
  static Quarantine write(
      Engine engine,
      String relation,
      Columns columns,
      Map<String, String> unexpectedById,
      Path file,
      long maxRows)
      throws SQLException {
    String column = free(columns);
    if (unexpectedById.isEmpty()) {
      return new Quarantine(0, 0, column, null);
    }
    List<String> ids = new ArrayList<>();
    unexpectedById.forEach(
        (id, condition) ->
            ids.add("CASE WHEN %s THEN %s END".formatted(condition, Sql.literal(id))));
    String failed = Sql.identifier(column);
    String select =
        "SELECT * FROM (SELECT %1$s.*, [id FOR id IN [%2$s] IF id IS NOT NULL] AS %3$s FROM %4$s AS %1$s) WHERE len(%3$s) > 0 LIMIT %5$d"
            .formatted(Sql.ROW, String.join(", ", ids), failed, relation, maxRows);
    Optional<String> unwritable = Optional.empty();
    long written = 0;
    try {
      written =
          engine.update(
              "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
                  .formatted(select, Sql.literal(file.toString())));
    } catch (SQLException e) {
      unwritable = Optional.of(Engine.notJudged(e).getMessage());
      deleteBegun(file);
    }
    long rows =
        written > 0 && written < maxRows
            ? written
            : count(engine, relation, List.copyOf(unexpectedById.values()));
    return new Quarantine(rows, written, column, unwritable.orElse(null));
  }

  private static void deleteBegun(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Engine engine, String relation, List<String> conditions)
      throws SQLException {
    String any = Sql.any(conditions);
    return (Long)
        engine
            .rows("SELECT count(*) FROM %s AS %s WHERE %s".formatted(relation, Sql.ROW, any))
            .getFirst()
            .getFirst();
  }

  /** A name that the table has not. */
  private static String free(Columns columns) {
    String name = COLUMN;
    while (columns.names().stream().anyMatch(name::equalsIgnoreCase)) {
      name = "_" + name;
    }
    return name;
  }
}
