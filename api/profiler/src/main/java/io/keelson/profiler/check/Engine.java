package io.keelson.profiler.check;

import io.keelson.profiler.Faults;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The DuckDB that judges. What it refuses for want of memory or disk is thrown as it is. */
final class Engine {
  private final Connection connection;

  Engine(Connection connection) {
    this.connection = connection;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  List<List<Object>> rows(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(value(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static Object value(Object value) throws SQLException {
    return value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value;
  }

  /**
   * The rows of a statement that suites and data may make impossible.
   *
   * @throws NotJudged when they do
   * @throws SQLException when it is the machine, or the files are broken
   */
  List<List<Object>> judged(String sql) throws SQLException, NotJudged {
    try {
      return rows(sql);
    } catch (SQLException e) {
      throw notJudged(e);
    }
  }

  /** Why an expectation could not be judged, or the error again where that is not the reason. */
  static NotJudged notJudged(SQLException e) throws SQLException {
    if (!Faults.isOfTheStatement(e)) {
      throw e;
    }
    return new NotJudged(Text.cut(e.getMessage().lines().findFirst().orElse("")));
  }

  /**
   * @return each text as DuckDB writes it once it is of that type; null where it cannot be
   */
  List<String> cast(List<String> texts, String type) throws SQLException {
    if (texts.isEmpty()) {
      return List.of();
    }
    return rows(
            "SELECT TRY_CAST(v AS %s)::VARCHAR FROM (SELECT unnest(%s) AS v)"
                .formatted(type, Sql.literals(texts)))
        .stream()
        .map(row -> (String) row.getFirst())
        .toList();
  }
}
