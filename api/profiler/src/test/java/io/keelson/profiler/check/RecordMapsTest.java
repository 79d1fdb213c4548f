package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMapsTest {
  private static final String ROWS =
      """
      SELECT * FROM (VALUES
        (1, 1, 1.0::DOUBLE, 'a'),
        (2, 1, 2.5::DOUBLE, 'a'),
        (1, 2, NULL, 'b'),
        (NULL, 2, 'NaN'::DOUBLE, 'b'),
        (NULL, NULL, NULL, NULL),
        (NULL, NULL, NULL, NULL)
      ) AS t(a, b, d, s)
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "column_pair_values_to_be_equal | {'column_A':'a','column_B':'b'} | 3 | 2",
        "column_pair_values_to_be_equal | {'column_A':'a','column_B':'b','ignore_row_if':'either_value_is_missing'} | 2 | 3",
        "column_pair_values_to_be_equal | {'column_A':'a','column_B':'b','ignore_row_if':'neither'} | 5 | 0",
        "column_pair_values_to_be_equal | {'column_A':'a','column_B':'d'} | 2 | 3",
        "column_pair_values_a_to_be_greater_than_b | {'column_A':'a','column_B':'b'} | 3 | 2",
        "column_pair_values_a_to_be_greater_than_b | {'column_A':'a','column_B':'b','or_equal':true} | 2 | 2",
        "column_pair_values_a_to_be_greater_than_b | {'column_A':'b','column_B':'a','or_equal':true,'ignore_row_if':'either_value_is_missing'} | 1 | 3",
        "compound_columns_to_be_unique | {'column_list':['a','b']} | 0 | 2",
        "compound_columns_to_be_unique | {'column_list':['b','s']} | 4 | 2",
        "compound_columns_to_be_unique | {'column_list':['a','d'],'ignore_row_if':'never'} | 3 | 0",
        "compound_columns_to_be_unique | {'column_list':['b','s'],'ignore_row_if':'any_value_is_missing'} | 4 | 2",
        "select_column_values_to_be_unique_within_record | {'column_list':['a','b']} | 1 | 2",
        "select_column_values_to_be_unique_within_record | {'column_list':['a','d']} | 1 | 3",
        "select_column_values_to_be_unique_within_record | {'column_list':['a','d','s']} | 2 | 2",
        "select_column_values_to_be_unique_within_record | {'column_list':['a','b'],'ignore_row_if':'never'} | 3 | 0"
      })
  void recordsAreJudged(String name, String arguments, long unexpected, long missing)
      throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.unexpected(unexpected, name, null, arguments);
      Result result = judging.judge(name, null, arguments);
      assertThat(result.elementCount()).isEqualTo(6);
      assertThat(result.missingCount()).isEqualTo(missing);
    }
  }

  @Test
  void samplesAreOfTheRecord() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      assertThat(
              judging
                  .judge("column_pair_values_to_be_equal", null, "{'column_A':'a','column_B':'b'}")
                  .samples())
          .containsExactly("(1, 2)", "(2, 1)", "(NULL, 2)");
      assertThat(
              judging
                  .judge("compound_columns_to_be_unique", null, "{'column_list':['b','s']}")
                  .samples())
          .containsExactly("(1, a)", "(2, b)");
    }
  }

  @Test
  void typesThatCannotBeComparedAreNotJudged() throws Exception {
    try (Judging judging =
        new Judging(
            "SELECT 1 AS n, '1' AS s, DATE '2024-01-01' AS d, TIMESTAMP '2024-01-01 00:00:00' AS t, TRUE AS f, [1] AS l, [2] AS m")) {
      judging.errored(
          "\"n\" is INTEGER and \"s\" is VARCHAR",
          "column_pair_values_to_be_equal",
          null,
          "{'column_A':'n','column_B':'s'}");
      judging.errored(
          "expected: types that can be compared",
          "column_pair_values_a_to_be_greater_than_b",
          null,
          "{'column_A':'l','column_B':'m'}");
      judging.errored(
          "there is no column \"z\"",
          "compound_columns_to_be_unique",
          null,
          "{'column_list':['n','z']}");
      judging.unexpected(
          0, "column_pair_values_to_be_equal", null, "{'column_A':'d','column_B':'t'}");
      judging.unexpected(
          0, "column_pair_values_to_be_equal", null, "{'column_A':'n','column_B':'f'}");
      judging.unexpected(
          1, "column_pair_values_to_be_equal", null, "{'column_A':'l','column_B':'m'}");
      judging.unexpected(
          0,
          "select_column_values_to_be_unique_within_record",
          null,
          "{'column_list':['n','s','d','l']}");
      judging.unexpected(
          0, "compound_columns_to_be_unique", null, "{'column_list':['n','s','d','l']}");
    }
  }
}
