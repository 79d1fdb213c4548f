package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of types that suites name, held against the engine's own. */
final class TypeNamesTest {
  @Test
  void whatTheEngineKnowsIsKnown() throws Exception {
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement();
        ResultSet types = statement.executeQuery("SELECT type_name FROM duckdb_types()")) {
      while (types.next()) {
        assertThat(TypeNames.isOfDuckDb(types.getString(1))).as(types.getString(1)).isTrue();
      }
    }
  }

  /** The profile's histograms and whoever reads them go by it. */
  @Test
  void numbersAreWhatTheEngineTakesForNumbers() throws Exception {
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement();
        ResultSet types =
            statement.executeQuery(
                "SELECT DISTINCT logical_type, type_category FROM duckdb_types() WHERE logical_type NOT IN ('VARINT', 'BIGNUM')")) {
      while (types.next()) {
        String name = types.getString("logical_type");
        assertThat(TypeNames.isNumber(name))
            .as(name)
            .isEqualTo("NUMERIC".equals(types.getString("type_category")));
      }
    }
    assertThat(TypeNames.isNumber("DECIMAL(18,3)")).isTrue();
    assertThat(TypeNames.isNumber("INTEGER[]")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64 | BIGINT",
        "Int64 | BIGINT",
        "int8 | TINYINT",
        "str | VARCHAR",
        "object | VARCHAR",
        "float64 | DOUBLE",
        "bool | bool",
        "bytes | BLOB",
        "datetime64[ns, UTC] | TIMESTAMP WITH TIME ZONE",
        "timedelta64[ns] | INTERVAL",
        "IntegerType | INTEGER",
        "IntegerType() | INTEGER",
        "LongType | BIGINT",
        "StringType | VARCHAR",
        "DecimalType(10, 2) | DECIMAL(10,2)",
        "VARCHAR(10) | VARCHAR(10)",
        "INT8 | INT8",
        "INTEGER[] | INTEGER[]"
      })
  void otherSpellingsMeanTheEnginesTypes(String name, String meant) throws Exception {
    assertThat(TypeNames.ofGreatExpectations(name)).containsExactly(meant);
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = engine.createStatement()) {
      statement.execute("SELECT NULL::" + meant);
    }
  }

  @Test
  void bracketsWithoutEndCostNothing() {
    for (String name : List.of("int" + "[]".repeat(100_000), "[" + "]".repeat(100_000))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(1),
          () -> {
            assertThat(TypeNames.isOfDuckDb(name)).isFalse();
            assertThat(TypeNames.ofGreatExpectations(name)).isEmpty();
          });
    }
    assertThat(TypeNames.isOfDuckDb("INT [] [3]")).isTrue();
    assertThat(TypeNames.isOfDuckDb("DECIMAL(3, 1)[]")).isTrue();
  }

  @Test
  void oneThatLeavesTheWidthOpenMeansSeveral() {
    assertThat(TypeNames.ofGreatExpectations("int")).contains("INTEGER", "BIGINT", "UBIGINT");
    assertThat(TypeNames.ofGreatExpectations("float")).isEqualTo(List.of("FLOAT", "DOUBLE"));
    assertThat(TypeNames.ofGreatExpectations("datetime64[ns]")).contains("TIMESTAMP", "DATE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"int64_t", "INT); DROP TABLE x", "complex128", "", "[]", "datetime64[h]"})
  void whatNobodyKnowsIsUnknown(String name) {
    assertThat(TypeNames.ofGreatExpectations(name)).isEmpty();
  }
}
