package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, values and data that mean to be something else. */
class HostileSuiteTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "'",
        "a\"b",
        "x\" FROM data; DROP VIEW data; --",
        "x') OR TRUE --",
        "k0",
        "n",
        "x0",
        "id",
        "data",
        "main",
        "keelson_row",
        "keelson_group",
        "keelson_groups",
        "_keelson_failed",
        "select",
        "%s",
        "$1",
        "?",
        "\\",
        "a\nb",
        " ",
        "雪🦊"
      })
  void aNameIsAName(String name) throws Exception {
    String column = Sql.identifier(name);
    String values = "SELECT unnest([%1$s, %1$s, 'ok', NULL]) AS %2$s, 1 AS other";
    try (Judging judging = new Judging(values.formatted(Sql.literal(name), column))) {
      ArrayNode one = Judging.JSON.createArrayNode().add(name);
      ObjectNode set = Judging.JSON.createObjectNode().set("value_set", one);
      ObjectNode list =
          Judging.JSON.createObjectNode().set("column_list", one.deepCopy().add("other"));
      List<JsonNode> entries = new ArrayList<>();
      for (String map :
          List.of(
              "column_values_to_be_in_set",
              "column_distinct_values_to_equal_set",
              "column_most_common_value_to_be_in_set")) {
        entries.add(Judging.expectation(map, name, set.toString().replace("'", "\\u0027")));
      }
      entries.add(Judging.expectation("column_values_to_be_unique", name, "{}").put("id", name));
      entries.add(
          Judging.expectation(
              "compound_columns_to_be_unique", null, list.toString().replace("'", "\\u0027")));
      entries.add(
          Judging.expectation(
              "select_column_values_to_be_unique_within_record",
              null,
              list.toString().replace("'", "\\u0027")));
      entries.add(
          Judging.expectation(
              "column_min_to_be_between",
              name,
              Judging.JSON
                  .createObjectNode()
                  .put("max_value", name)
                  .toString()
                  .replace("'", "\\u0027")));

      TableChecks checks = judging.run(entries.toArray(JsonNode[]::new));

      assertThat(checks.results()).allMatch(result -> result.errored() == null);
      assertThat(checks.results().get(0).unexpectedCount()).isEqualTo(1);
      assertThat(checks.results().get(0).samples()).containsExactly("ok");
      assertThat(checks.results().get(1).samples()).containsExactly("ok");
      assertThat(checks.results().get(2).observedValue()).isEqualTo(List.of(name));
      assertThat(checks.results().get(3).unexpectedCount()).isEqualTo(2);
      assertThat(checks.results().get(4).unexpectedCount()).isEqualTo(2);
      assertThat(checks.results().get(5).success()).isTrue();
      Quarantine quarantine = checks.quarantine(folder.resolve("q.parquet"), 10);
      assertThat(quarantine.rows()).isEqualTo(3);
      assertThat(quarantine.unwritable()).isNull();
    }
  }

  @Test
  void aColumnOfStructsIsNotTheRow() throws Exception {
    try (Judging judging = new Judging("SELECT {'x': 1} AS keelson_row, 2 AS x")) {
      judging.observed(true, 2L, "column_max_to_be_between", "x", "{'min_value':2}");
    }
  }

  @Test
  void aRegexThatExplodesElsewhereTakesNoTime() throws Exception {
    try (Judging judging = new Judging("SELECT repeat('a', 50000) || '!' AS s FROM range(100)")) {
      judging.unexpected(100, "column_values_to_match_regex", "s", "{'regex':'^(a+)+$'}");
      judging.errored(
          "RE2", "column_values_to_match_regex", "s", "{'regex':'((a{1000}){1000}){1000}'}");
      assertThat(judging.judge("column_values_to_match_regex", "s", "{'regex':'^b'}").samples())
          .containsExactly("a".repeat(200));
    }
  }

  @Test
  void largeSetsAreJudged() throws Exception {
    ArrayNode values = Judging.JSON.createArrayNode();
    for (int i = 0; i < Argument.MAX_VALUES; i++) {
      values.add("it's " + i);
    }
    String arguments =
        Judging.JSON.createObjectNode().set("value_set", values).toString().replace("'", "\\u0027");
    String select = "SELECT 'it''s ' || r AS s FROM range(20000) t(r)";
    try (Judging judging = new Judging(select)) {
      judging.unexpected(10_000, "column_values_to_be_in_set", "s", arguments);
      judging.unexpected(10_000, "column_values_to_not_be_in_set", "s", arguments);
      Result equal = judging.judge("column_distinct_values_to_equal_set", "s", arguments);
      assertThat(equal.unexpectedCount()).isEqualTo(10_000);
      assertThat(equal.missingCount()).isZero();
    }
  }

  @Test
  void memoryIsTheMachines() throws Exception {
    try (Judging judging = new Judging("SELECT md5(r::VARCHAR) AS s FROM range(5000000) t(r)")) {
      judging.execute("SET memory_limit = '20MB'");
      judging.execute("SET temp_directory = ''");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> judging.judge("column_values_to_be_unique", "s", "{}"))
          .withMessageContaining("Out of Memory");
    }
  }

  @Test
  void dataThatCannotBeReadIsNoResult() throws Exception {
    try (Judging judging = new Judging("SELECT 1 AS x")) {
      judging.execute("DROP VIEW data");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> judging.judge("column_values_to_be_unique", "x", "{}"));
    }
  }
}
