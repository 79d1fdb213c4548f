package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement selects is what the file has, or it is refused: a real file of every type. */
class HeldTypesTest {
  private static final List<String> NESTED =
      List.of(
          "[%s]",
          "[[%s], []]",
          "{'a': %s, 'select': 1, 'b c': NULL}",
          "MAP {'k': %s}",
          "array_value(%1$s, %1$s)",
          "{'HUGEINT': [MAP {1: %s}], 'it,s': 'x'::ENUM('x', 'a)(''b')}");

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String file() {
    return Tables.quoted(folder.resolve("held.parquet"));
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
    }
    return rows;
  }

  private String typeOf(String sql) throws SQLException {
    return texts("SELECT column_type FROM (DESCRIBE " + sql + ")").getFirst();
  }

  /** The type that it has in the file, whose values are those of the statement. */
  private String held(String sql) throws Exception {
    Selection selection = Selection.of(connection, sql);
    try (Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + selection.sql() + ") TO " + file() + " (FORMAT parquet)");
    }
    String read = "SELECT * FROM read_parquet(" + file() + ")";
    assertThat(typeOf(read)).as(sql).isEqualTo(typeOf(selection.sql()));
    assertThat(values(read)).as(sql).isEqualTo(values(sql));
    return typeOf(read);
  }

  /** As texts; those in an array of fixed length have no quotes, which they have in a list. */
  private List<String> values(String sql) throws SQLException {
    return texts("SELECT replace(COLUMNS(*)::VARCHAR, '''', '') FROM (" + sql + ")");
  }

  private Map<String, String> typeByName() throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("DESCRIBE FROM test_all_types()")) {
      while (result.next()) {
        types.put(result.getString("column_name"), result.getString("column_type"));
      }
    }
    return types;
  }

  @Test
  void everyTypeOfTheEngineIsHeldExactlyOrRefused() throws Exception {
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, String> column : typeByName().entrySet()) {
      boolean isWide = column.getValue().endsWith("HUGEINT");
      String sql =
          isWide
              ? "SELECT 7::" + column.getValue() + " AS c"
              : "SELECT \"" + column.getKey() + "\" AS c FROM test_all_types()";
      try {
        held(sql);
      } catch (Refused e) {
        assertThat(e).hasMessageContaining("column \"c\" is ");
        refused.add(column.getValue().replaceAll("\\(.*", ""));
      }
    }
    assertThat(refused)
        .containsExactlyInAnyOrder("VARINT", "TIME WITH TIME ZONE", "INTERVAL", "BIT", "UNION");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sum(1) | BIGINT",
        "9223372036854775807::HUGEINT | BIGINT",
        "(-9223372036854775808)::HUGEINT | BIGINT",
        "18446744073709551615::UHUGEINT | UBIGINT",
        "NULL::HUGEINT | BIGINT",
        "'a'::ENUM('a', 'b') | VARCHAR",
        "[1, 2]::INT[2] | INTEGER[]",
        "TIMESTAMP_S '2026-01-01 00:00:01' | TIMESTAMP",
        "TIMESTAMP_MS '2026-01-01 00:00:01.123' | TIMESTAMP",
        "TIMESTAMP_NS '2026-01-01 00:00:01.123456789' | TIMESTAMP_NS",
        "TIMESTAMPTZ '2026-01-01 00:00:01.123456+03' | TIMESTAMP WITH TIME ZONE",
        "12345678901234567890123456789012345678::DECIMAL(38, 0) | DECIMAL(38,0)",
        "'{\"a\": 1}'::JSON | JSON",
        "NULL | INTEGER",
        "'nan'::FLOAT | FLOAT"
      })
  void valuesHaveTheTypeOfTheFile(String value, String type) throws Exception {
    assertThat(held("SELECT " + value + " AS c")).isEqualTo(type);
    for (String nest : NESTED) {
      if (!value.startsWith("sum")) {
        assertThat(held("SELECT " + nest.formatted(value) + " AS c")).contains(type);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIMETZ '01:02:03.123456+05'",
        "INTERVAL '1 microsecond'",
        "'101'::BIT",
        "union_value(k := 1)",
        "12345678901234567890::VARINT",
        "row(1, 2)",
        "{'INTERVAL': INTERVAL 1 DAY}"
      })
  void whatAFileDoesNotHoldExactlyIsRefused(String value) {
    List<String> all = new ArrayList<>(List.of(value));
    NESTED.forEach(nest -> all.add(nest.formatted(value)));
    for (String one : all) {
      assertThatExceptionOfType(Refused.class)
          .as(one)
          .isThrownBy(() -> held("SELECT 1 AS a, " + one + " AS \"its name\""))
          .withMessageContainingAll("\"its name\"", "cast it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808::HUGEINT", "18446744073709551616::UHUGEINT"})
  void aWholeNumberThatDoesNotFitIsRefusedWithItsColumn(String value) throws Exception {
    for (String one : List.of(value, "[" + value + "]", "{'a': " + value + "}")) {
      Selection selection = Selection.of(connection, "SELECT 1 AS a, " + one + " AS total");
      try (Statement statement = connection.createStatement()) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> statement.execute("COPY (" + selection.sql() + ") TO " + file()))
            .satisfies(e -> assertThat(selection.told(e)).contains("\"total\""));
      }
    }
  }

  @Test
  void aFieldMayBeNamedAsATypeIs() throws Exception {
    assertThat(held("SELECT {'INTERVAL': 1, 'BIT': 2, 'TIMETZ': 3, 'x\"y, z': 4, 'é': 5} AS c"))
        .contains("BIT", "TIMETZ");
  }
}
