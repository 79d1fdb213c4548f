package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
  private static final String ROWS =
      """
      SELECT * FROM (VALUES (1, 'a', 1.0::DOUBLE), (2, 'b', 'NaN'::DOUBLE), (3, 'b', NULL), (-4, NULL, 4.0))
        AS t(x, s, d)
      """;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("it's here.parquet");
  }

  private List<String> written(Judging judging, String columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = judging.connection().createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT concat_ws('|', %s) FROM read_parquet(%s)"
                    .formatted(columns, Sql.literal(file().toString())))) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  private static ObjectNode named(String id, ObjectNode entry) {
    return entry.put("id", id);
  }

  @Test
  void rowsThatBlockAreSetAsideAsTheyAre() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      TableChecks checks =
          judging.run(
              named("unique s", Judging.expectation("column_values_to_be_unique", "s", "{}")),
              named(
                  "x > 2",
                  Judging.expectation("column_values_to_be_between", "x", "{'max_value':2}")),
              named("d there", Judging.expectation("column_values_to_not_be_null", "d", "{}")),
              named(
                  "records",
                  Judging.expectation(
                      "compound_columns_to_be_unique", null, "{'column_list':['s','d']}")),
              named(
                  "warns",
                  Judging.expectation("column_values_to_be_between", "x", "{'min_value':9}")
                      .put("severity", "WARN")),
              named(
                  "mostly",
                  Judging.expectation("column_values_to_be_between", "x", "{'min_value':0}")
                      .put("mostly", new BigDecimal("0.75"))),
              named(
                  "aggregate",
                  Judging.expectation("column_mean_to_be_between", "x", "{'min_value':100}")));

      Quarantine quarantine = checks.quarantine(file(), Quarantine.MAX_ROWS);

      assertThat(quarantine).isEqualTo(new Quarantine(2, 2, "_keelson_failed", null));
      assertThat(quarantine.isCut()).isFalse();
      assertThat(written(judging, "x, s, d, _keelson_failed"))
          .containsExactly(
              "2|b|nan|[unique s, d there, records]", "3|b|[unique s, x > 2, d there, records]");
    }
  }

  @Test
  void noFileIsWrittenOfNothing() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      TableChecks checks =
          judging.run(
              Judging.expectation("column_values_to_be_between", "x", "{'max_value':9}"),
              Judging.expectation("column_values_to_be_between", "none", "{'max_value':9}"),
              Judging.expectation("column_mean_to_be_between", "x", "{'min_value':100}"));
      assertThat(checks.quarantine(file(), 10).rows()).isZero();
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void theFirstRowsAreKeptWhereThereAreTooMany() throws Exception {
    try (Judging judging = new Judging("SELECT r AS x FROM range(5000) t(r)")) {
      JsonNode entry =
          Judging.expectation("column_values_to_be_between", "x", "{'min_value':4000}");
      TableChecks checks = judging.run(entry);
      assertThat(checks.quarantine(file(), 3))
          .isEqualTo(new Quarantine(4_000, 3, "_keelson_failed", null));
      assertThat(written(judging, "x")).containsExactly("0", "1", "2");
      assertThat(checks.quarantine(file(), 3).isCut()).isTrue();
      assertThat(checks.quarantine(file(), 4_000).isCut()).isFalse();
    }
  }

  @Test
  void aColumnOfTheSameNameStays() throws Exception {
    try (Judging judging = new Judging("SELECT 1 AS x, 'mine' AS _KEELSON_failed")) {
      TableChecks checks = judging.run(Judging.expectation("column_values_to_be_null", "x", "{}"));
      assertThat(checks.quarantine(file(), 10).column()).isEqualTo("__keelson_failed");
      assertThat(written(judging, "_keelson_failed, __keelson_failed"))
          .containsExactly("mine|[e0]");
    }
  }

  @Test
  void whatParquetCannotHoldIsSaid() throws Exception {
    try (Judging judging =
        new Judging("SELECT 1 AS x, '101'::BIT AS b, union_value(n := 1) AS u")) {
      TableChecks checks = judging.run(Judging.expectation("column_values_to_be_null", "x", "{}"));
      Quarantine quarantine = checks.quarantine(file(), 10);
      assertThat(quarantine.rows()).isOne();
      assertThat(quarantine.isCut()).isEqualTo(quarantine.unwritable() != null);
    }
  }
}
