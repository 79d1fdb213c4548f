package io.keelson.profiler.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the rows that some checks found unexpected. */
final class QuarantineWriter {
  private static final String REPEATED = "temp.main.keelson_repeated_";

  private final Engine engine;
  private final String relation;
  private final long maxRows;
  private final String column;
  private int repeatedTables;

  QuarantineWriter(Engine engine, String relation, Columns columns, long maxRows) {
    this.engine = engine;
    this.relation = relation;
    this.maxRows = maxRows;
    this.column = free(columns);
  }

  /** A name that the table has not. */
  private static String free(Columns columns) {
    String name = Quarantine.COLUMN;
    while (columns.names().stream().anyMatch(name::equalsIgnoreCase)) {
      name = "_" + name;
    }
    return name;
  }

  Quarantine write(List<Check> failed, Path file) throws SQLException {
    if (failed.isEmpty()) {
      return new Quarantine(0, 0, column, null);
    }
    try {
      Map<String, String> unexpectedById = new LinkedHashMap<>();
      for (Check check : failed) {
        unexpectedById.put(check.expectation().id(), unexpected(check));
      }
      return write(unexpectedById, file);
    } finally {
      for (int i = 0; i < repeatedTables; i++) {
        engine.execute("DROP TABLE IF EXISTS " + REPEATED + i);
      }
    }
  }

  /**
   * Values that are there more than once are held in a temporary table, which may spill to disk.
   */
  private String unexpected(Check check) throws SQLException {
    if (check.grouping().isEmpty()) {
      return check.unexpectedRow().orElseThrow();
    }
    Grouping grouping = check.grouping().get();
    String table = REPEATED + repeatedTables++;
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS %s"
            .formatted(table, grouping.selectRepeated(relation)));
    return grouping.isIn(table);
  }

  private Quarantine write(Map<String, String> unexpectedById, Path file) throws SQLException {
    long written;
    try {
      written =
          engine.update(
              "COPY (%s LIMIT %d) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
                  .formatted(select(unexpectedById), maxRows, Sql.literal(file.toString())));
    } catch (SQLException e) {
      String reason = Engine.notJudged(e).getMessage();
      deleteBegun(file);
      return new Quarantine(count(unexpectedById), 0, column, reason);
    }
    long rows = written < maxRows ? written : count(unexpectedById);
    return new Quarantine(rows, written, column, null);
  }

  private String select(Map<String, String> unexpectedById) {
    List<String> ids = new ArrayList<>();
    unexpectedById.forEach(
        (id, condition) ->
            ids.add("CASE WHEN %s THEN %s END".formatted(condition, Sql.literal(id))));
    return """
    SELECT *
    FROM (SELECT %1$s.*, [id FOR id IN [%2$s] IF id IS NOT NULL] AS %3$s FROM %4$s AS %1$s)
    WHERE len(%3$s) > 0
    """
        .formatted(Sql.ROW, String.join(", ", ids), Sql.identifier(column), relation);
  }

  private long count(Map<String, String> unexpectedById) throws SQLException {
    String any = Sql.any(List.copyOf(unexpectedById.values()));
    return (Long)
        engine
            .rows("SELECT count(*) FROM %s AS %s WHERE %s".formatted(relation, Sql.ROW, any))
            .getFirst()
            .getFirst();
  }

  private static void deleteBegun(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
