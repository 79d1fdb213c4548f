package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {
  private static final String ROWS =
      """
      SELECT 1 AS n, 'a' AS s, 1.5::DECIMAL(10, 2) AS d, [1] AS l, {'a': 1} AS r,
        now() AS z, 'x'::ENUM('x') AS e
      FROM range(3)
      """;

  @Test
  void rowsAndColumnsAreCounted() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(true, 3L, "table_row_count_to_equal", null, "{'value':3}");
      judging.observed(false, 3L, "table_row_count_to_equal", null, "{'value':4}");
      judging.observed(
          true, 3L, "table_row_count_to_be_between", null, "{'min_value':3,'max_value':3}");
      judging.observed(
          false, 3L, "table_row_count_to_be_between", null, "{'max_value':3,'strict_max':true}");
      judging.observed(true, 7L, "table_column_count_to_equal", null, "{'value':7}");
      judging.observed(false, 7L, "table_column_count_to_be_between", null, "{'min_value':8}");
    }
  }

  @Test
  void columnsAreNamed() throws Exception {
    List<String> sorted = List.of("d", "e", "l", "n", "r", "s", "z");
    List<String> ordered = List.of("n", "s", "d", "l", "r", "z", "e");
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(
          true,
          sorted,
          "table_columns_to_match_set",
          null,
          "{'column_set':['d','e','l','n','r','s','z']}");
      judging.observed(
          false, sorted, "table_columns_to_match_set", null, "{'column_set':['d','e']}");
      judging.observed(
          true,
          sorted,
          "table_columns_to_match_set",
          null,
          "{'column_set':['d','e'],'exact_match':false}");
      judging.observed(
          true,
          ordered,
          "table_columns_to_match_ordered_list",
          null,
          "{'column_list':['n','s','d','l','r','z','e']}");
      judging.observed(
          false,
          ordered,
          "table_columns_to_match_ordered_list",
          null,
          "{'column_list':['s','n','d','l','r','z','e']}");
      assertThat(
              judging
                  .judge(
                      "table_columns_to_match_set",
                      null,
                      "{'column_set':['d','e','l','n','r','x']}")
                  .samples())
          .containsExactly("s", "z", "x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n | {} | true",
        "N | {} | false",
        "none | {} | false",
        "n | {'column_index':0} | true",
        "s | {'column_index':0} | false",
        "s | {'column_index':99} | false"
      })
  void aColumnIsThere(String column, String arguments, boolean success) throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(success, null, "column_to_exist", column, arguments);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n | INTEGER | true",
        "n | int | true",
        "n | BIGINT | false",
        "s | text | true",
        "s | VARCHAR(10) | false",
        "d | DECIMAL | true",
        "d | numeric | true",
        "d | DECIMAL(10,2) | true",
        "d | DECIMAL(11,2) | false",
        "l | INTEGER[] | true",
        "l | LIST | true",
        "l | VARCHAR[] | false",
        "r | STRUCT | true",
        "z | TIMESTAMPTZ | true",
        "z | TIMESTAMP WITH TIME ZONE | true",
        "z | TIMESTAMP | false",
        "e | ENUM | true"
      })
  void typesAreDuckDbs(String column, String type, boolean success) throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      Result one = judging.judge("column_values_to_be_of_type", column, "{'type_':'" + type + "'}");
      assertThat(one.errored()).isNull();
      assertThat(one.success()).isEqualTo(success);
      Result several =
          judging.judge(
              "column_values_to_be_in_type_list", column, "{'type_list':['UUID','" + type + "']}");
      assertThat(several.success()).isEqualTo(success);
    }
  }

  @Test
  void aTypeThatDoesNotExistIsNotJudged() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.errored(
          "'int64_t' is no type of DuckDB",
          "column_values_to_be_of_type",
          "n",
          "{'type_':'int64_t'}");
      judging.errored(
          "is no type of DuckDB",
          "column_values_to_be_of_type",
          "n",
          "{'type_':'INT); DROP TABLE x'}");
      judging.errored(
          "there is no column", "column_values_to_be_of_type", "none", "{'type_':'INT'}");
    }
  }
}
