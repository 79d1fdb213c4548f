package io.keelson.profiler;

import io.keelson.profiler.Tables.Column;
import io.keelson.profiler.check.TypeNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in one column.
 *
 * @param distinct an estimate by HyperLogLog, as DuckDB makes it; null where it cannot
 * @param mean of finite numbers; null for other types and where it is beyond a double
 */
record ColumnStatistics(
    long missing,
    Long distinct,
    String min,
    String max,
    Double mean,
    Double deviation,
    List<Bucket> histogram) {
  private static final int BUCKETS = 10;
  private static final int SHOWN_CHARACTERS = 100;

  /** How many values lie in a range; for what is no number, from and to are the value. */
  record Bucket(String from, String to, long count) {}

  static ColumnStatistics of(Connection connection, Column column) throws SQLException {
    String name = '"' + column.name().replace("\"", "\"\"") + '"';
    return TypeNames.isNumber(column.type())
        ? ofNumbers(connection, name)
        : ofOthers(connection, name);
  }

  private static ColumnStatistics ofNumbers(Connection connection, String name)
      throws SQLException {
    // Infinities and NaN are values, but have no place on an axis.
    String finite = "CASE WHEN isfinite(%1$s::DOUBLE) THEN %1$s::DOUBLE END".formatted(name);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*) - count(%1$s) AS missing, approx_count_distinct(%1$s) AS different,
                  min(%1$s)::VARCHAR AS smallest, max(%1$s)::VARCHAR AS largest,
                  min(%2$s) AS low, max(%2$s) AS high
                FROM data
                """
                    .formatted(name, finite))) {
      row.next();
      double low = row.getDouble("low");
      boolean any = !row.wasNull();
      double high = row.getDouble("high");
      return new ColumnStatistics(
          row.getLong("missing"),
          row.getLong("different"),
          row.getString("smallest"),
          row.getString("largest"),
          number(connection, "avg(" + finite + ")"),
          number(connection, "stddev_samp(" + finite + ")"),
          any ? ranges(connection, finite, low, high) : List.of());
    }
  }

  /** Null as well where the result would be beyond a double, which DuckDB refuses. */
  private static Double number(Connection connection, String aggregate) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + aggregate + " FROM data")) {
      row.next();
      double value = row.getDouble(1);
      return row.wasNull() || !Double.isFinite(value) ? null : value;
    } catch (SQLException e) {
      return null;
    }
  }

  /** Halved before it is subtracted, so that the widest span of doubles still has a width. */
  private static List<Bucket> ranges(Connection connection, String value, double low, double high)
      throws SQLException {
    if (low == high) {
      return List.of(new Bucket(text(low), text(high), count(connection, value)));
    }
    double halfSpan = high / 2 - low / 2;
    long[] counts = new long[BUCKETS];
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT least(floor((v / 2 - %2$s) / %3$s * %4$d), %4$d - 1)::INTEGER AS bucket, count(*) AS values
                FROM (SELECT %1$s AS v FROM data)
                WHERE v IS NOT NULL
                GROUP BY bucket
                """
                    .formatted(value, literal(low / 2), literal(halfSpan), BUCKETS))) {
      while (row.next()) {
        counts[Math.clamp(row.getInt("bucket"), 0, BUCKETS - 1)] += row.getLong("values");
      }
    }
    List<Bucket> out = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      double from = low + 2 * halfSpan * i / BUCKETS;
      double to = i == BUCKETS - 1 ? high : low + 2 * halfSpan * (i + 1) / BUCKETS;
      out.add(new Bucket(text(from), text(to), counts[i]));
    }
    return out;
  }

  private static long count(Connection connection, String value) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(" + value + ") FROM data")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String text(double value) {
    return Double.toString(value);
  }

  private static String literal(double value) {
    return "'" + value + "'::DOUBLE";
  }

  private static ColumnStatistics ofOthers(Connection connection, String name) throws SQLException {
    long missing;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) - count(" + name + ") FROM data")) {
      row.next();
      missing = row.getLong(1);
    }
    Double distinct = number(connection, "approx_count_distinct(" + name + ")");
    String shown = "left(%s::VARCHAR, %d)".formatted(name, SHOWN_CHARACTERS);
    return new ColumnStatistics(
        missing,
        distinct == null ? null : distinct.longValue(),
        shownText(connection, "left(min(%s)::VARCHAR, %d)".formatted(name, SHOWN_CHARACTERS)),
        shownText(connection, "left(max(%s)::VARCHAR, %d)".formatted(name, SHOWN_CHARACTERS)),
        null,
        null,
        mostFrequent(connection, name, shown));
  }

  /** Null for types that have no order. */
  private static String shownText(Connection connection, String aggregate) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + aggregate + " FROM data")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      return null;
    }
  }

  private static List<Bucket> mostFrequent(Connection connection, String name, String shown)
      throws SQLException {
    List<Bucket> out = new ArrayList<>();
    // In a relation of its own: a name beside the table's columns could be one of theirs.
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT v, count(*) AS n
                FROM (SELECT %2$s AS v FROM data WHERE %1$s IS NOT NULL)
                GROUP BY v
                ORDER BY n DESC, v
                LIMIT %3$d
                """
                    .formatted(name, shown, BUCKETS))) {
      while (row.next()) {
        String value = row.getString("v");
        out.add(new Bucket(value, value, row.getLong("n")));
      }
    }
    return out;
  }
}
