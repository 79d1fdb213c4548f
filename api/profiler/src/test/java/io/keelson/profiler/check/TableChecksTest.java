package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableChecksTest {
  private static final String ROWS =
      "SELECT r AS x, r % 10 AS y, 'v' || r AS s FROM range(1000) t(r)";

  @Test
  void oneScanFindsEverythingThatNeedsNoOther() throws Exception {
    List<JsonNode> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(
          Judging.expectation("column_values_to_be_between", "x", "{'min_value':-" + i + "}"));
      entries.add(Judging.expectation("column_mean_to_be_between", "x", "{'min_value':" + i + "}"));
      entries.add(
          Judging.expectation("table_row_count_to_be_between", null, "{'min_value':" + i + "}"));
    }
    try (Judging judging = new Judging(ROWS)) {
      TableChecks checks = judging.run(entries.toArray(JsonNode[]::new));
      assertThat(checks.results()).allMatch(Result::success);
      assertThat(checks.scans()).isOne();
    }
  }

  @Test
  void furtherScansAreShared() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      TableChecks checks =
          judging.run(
              Judging.expectation("column_values_to_be_unique", "x", "{}"),
              Judging.expectation(
                  "column_unique_value_count_to_be_between", "x", "{'min_value':1}"),
              Judging.expectation(
                  "column_most_common_value_to_be_in_set",
                  "x",
                  "{'value_set':[1],'ties_okay':true}"),
              Judging.expectation("column_values_to_be_between", "y", "{'min_value':5}"),
              Judging.expectation("column_values_to_be_in_set", "s", "{'value_set':['v1']}"));
      assertThat(checks.results())
          .extracting(Result::success)
          .containsExactly(true, true, true, false, false);
      assertThat(checks.scans()).as("all, x in groups, samples").isEqualTo(3);
      assertThat(checks.results().get(3).samples()).containsExactly("0", "1", "2", "3", "4");
      assertThat(checks.results().get(4).samples())
          .hasSize(Result.MAX_SAMPLES)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void fiveHundredExpectationsAreJudged() throws Exception {
    JsonNode[] entries =
        IntStream.range(0, Suite.MAX_EXPECTATIONS)
            .mapToObj(TableChecksTest::entry)
            .toArray(JsonNode[]::new);
    try (Judging judging = new Judging(ROWS)) {
      TableChecks checks = judging.run(entries);
      assertThat(checks.results()).hasSize(500).allMatch(result -> result.errored() == null);
      assertThat(Judging.ids(checks.results()).subList(0, 3)).containsExactly("e0", "e1", "e2");
      for (int i = 0; i < 500; i += 5) {
        assertThat(checks.results().get(i).unexpectedCount()).isEqualTo(i);
      }
    }
  }

  @Test
  void manyLargeSetsCostFurtherScans() throws Exception {
    String all =
        IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    JsonNode one =
        Judging.expectation("column_values_to_be_in_set", "x", "{'value_set':[" + all + "]}");
    try (Judging judging = new Judging(ROWS)) {
      List<JsonNode> entries = new ArrayList<>();
      for (int i = 0; i < Measures.MAX_LOOKUPS + 1; i++) {
        // Sets that differ, since the same one is looked up once.
        ObjectNode other = one.deepCopy();
        other.withObject("arguments").withArray("value_set").add(-i);
        entries.add(other);
      }
      TableChecks checks = judging.run(entries.toArray(JsonNode[]::new));
      assertThat(checks.results()).allMatch(Result::success);
      assertThat(checks.scans()).isEqualTo(2);
    }
  }

  private static JsonNode entry(int i) {
    try {
      return switch (i % 5) {
        case 0 ->
            Judging.expectation("column_values_to_be_between", "x", "{'min_value':" + i + "}");
        case 1 ->
            Judging.expectation(
                "column_values_to_be_in_set",
                "s",
                "{'value_set':['v" + i + "','a','b','c','d','e','f']}");
        case 2 -> Judging.expectation("column_values_to_match_regex", "s", "{'regex':'" + i + "'}");
        case 3 -> Judging.expectation("column_max_to_be_between", "x", "{'max_value':" + i + "}");
        default ->
            Judging.expectation(
                "column_distinct_values_to_contain_set", "y", "{'value_set':[" + i + "]}");
      };
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTableMayLieInASchemaOfAnyName() throws Exception {
    try (Judging judging = new Judging("SELECT 1 AS x")) {
      for (String schema : List.of("temp", "memory", "a \"b\"", "system")) {
        judging.execute("CREATE SCHEMA " + "memory." + Sql.identifier(schema));
        judging.execute(
            "CREATE VIEW memory."
                + Sql.identifier(schema)
                + ".\"t.\"\"'\" AS SELECT 7 AS x UNION ALL SELECT 7");
        Result result =
            TableChecks.run(
                    judging.connection(),
                    schema,
                    "t.\"'",
                    Judging.suite(Judging.expectation("column_values_to_be_unique", "x", "{}"))
                        .expectations())
                .results()
                .getFirst();
        assertThat(result.errored()).isNull();
        assertThat(result.unexpectedCount()).isEqualTo(2);
      }
    }
  }

  @Test
  void aResultIsJson() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      Result result = judging.judge("column_values_to_be_between", "y", "{'min_value':9}");
      assertThat(result.toJson())
          .hasToString(
              """
              {"id":"e0","success":false,"empty":false,"errored":null,"elementCount":1000,"missingCount":0,\
              "unexpectedCount":900,"unexpectedPercent":90.0,"observedValue":null,\
              "samples":["0","1","2","3","4","5","6","7","8"]}""");
    }
  }
}
