package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A DuckDB with one table {@code main.data} that expectations are judged on. */
final class Judging implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private final Connection connection;

  /**
   * @param select what the table is
   */
  Judging(String select) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("CREATE VIEW data AS " + select);
  }

  Connection connection() {
    return connection;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** An expectation of a column: its name without {@code expect_}, and fields as JSON with '. */
  static ObjectNode expectation(String name, String column, String arguments) throws Exception {
    ObjectNode entry = JSON.createObjectNode().put("name", "expect_" + name);
    if (column != null) {
      entry.put("column", column);
    }
    entry.set("arguments", JSON.readTree(arguments.replace('\'', '"')));
    return entry;
  }

  static Suite suite(JsonNode... entries) throws Exception {
    ObjectNode suite = JSON.createObjectNode();
    ArrayNode all = suite.putArray("expectations");
    for (JsonNode entry : entries) {
      ObjectNode copy = entry.deepCopy();
      if (!copy.has("id")) {
        copy.put("id", "e" + all.size());
      }
      all.add(copy);
    }
    return Suite.parse(suite.toString());
  }

  TableChecks run(JsonNode... entries) throws Exception {
    return TableChecks.run(connection, "main", "data", suite(entries).expectations());
  }

  Result judge(JsonNode entry) throws Exception {
    return run(entry).results().getFirst();
  }

  Result judge(String name, String column, String arguments) throws Exception {
    return judge(expectation(name, column, arguments));
  }

  /** That an expectation of rows finds as many unexpected. */
  void unexpected(long count, String name, String column, String arguments) throws Exception {
    Result result = judge(name, column, arguments);
    assertThat(result.errored()).as(name + arguments).isNull();
    assertThat(result.unexpectedCount()).as(name + arguments).isEqualTo(count);
    assertThat(result.success()).as(name + arguments).isEqualTo(count == 0);
  }

  void errored(String reason, String name, String column, String arguments) throws Exception {
    Result result = judge(name, column, arguments);
    assertThat(result.success()).as(name + arguments).isFalse();
    assertThat(result.errored()).as(name + arguments).contains(reason);
  }

  void observed(boolean success, Object value, String name, String column, String arguments)
      throws Exception {
    Result result = judge(name, column, arguments);
    assertThat(result.errored()).as(name + arguments).isNull();
    assertThat(result.observedValue()).as(name + arguments).isEqualTo(value);
    assertThat(result.success()).as(name + arguments).isEqualTo(success);
  }

  static List<String> ids(List<Result> results) {
    return results.stream().map(Result::id).toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
