package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyColumnsTest {
  private static final String NO_ROWS = "SELECT 1 AS x, 2 AS y, 'a' AS t WHERE FALSE";
  private static final String ALL_NULL =
      "SELECT NULL::INTEGER AS x, NULL::INTEGER AS y, NULL::VARCHAR AS t FROM range(3)";

  /** What Great Expectations says, which {@code PASS} asks for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "column_values_to_be_unique | x | {} | true",
        "column_values_to_be_in_set | x | {'value_set':[1]} | true",
        "column_values_to_be_between | x | {'min_value':1} | true",
        "column_values_to_match_regex | t | {'regex':'a'} | true",
        "column_value_lengths_to_equal | t | {'value':1} | true",
        "column_pair_values_to_be_equal | | {'column_A':'x','column_B':'y'} | true",
        "compound_columns_to_be_unique | | {'column_list':['x','t']} | true",
        "select_column_values_to_be_unique_within_record | | {'column_list':['x','y']} | true",
        "column_mean_to_be_between | x | {'min_value':-1} | false",
        "column_median_to_be_between | x | {'min_value':-1} | false",
        "column_min_to_be_between | x | {'min_value':-1} | false",
        "column_max_to_be_between | t | {'min_value':''} | false",
        "column_stdev_to_be_between | x | {'min_value':-1} | false",
        "column_sum_to_be_between | x | {'min_value':0,'max_value':0} | true",
        "column_unique_value_count_to_be_between | x | {'max_value':0} | true",
        "column_proportion_of_unique_values_to_be_between | x | {'max_value':0} | true",
        "column_distinct_values_to_be_in_set | x | {'value_set':[1]} | true",
        "column_distinct_values_to_contain_set | x | {'value_set':[1]} | false",
        "column_distinct_values_to_equal_set | x | {'value_set':[1]} | false",
        "column_most_common_value_to_be_in_set | x | {'value_set':[1]} | false",
        "column_quantile_values_to_be_between | x | {'quantile_ranges':{'quantiles':[0.5],'value_ranges':[[null,null]]}} | false"
      })
  void nothingToLookAtFails(String name, String column, String arguments, boolean passes)
      throws Exception {
    ObjectNode entry = Judging.expectation(name, column, arguments);
    for (String select : new String[] {NO_ROWS, ALL_NULL}) {
      try (Judging judging = new Judging(select)) {
        Result strict = judging.judge(entry);
        assertThat(strict.errored()).isNull();
        assertThat(strict.isEmpty()).isTrue();
        assertThat(strict.success()).isFalse();
        Result lenient = judging.judge(entry.deepCopy().put("onEmpty", "PASS"));
        assertThat(lenient.errored()).isNull();
        assertThat(lenient.success()).isEqualTo(passes);
        assertThat(lenient.unexpectedPercent()).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"column_values_to_not_be_null, false", "column_values_to_be_null, true"})
  void nullsAreSomethingToLookAtWhereTheyAreThePoint(String name, boolean success)
      throws Exception {
    ObjectNode entry = Judging.expectation(name, "x", "{}");
    try (Judging judging = new Judging(ALL_NULL)) {
      assertThat(judging.judge(entry).success()).isEqualTo(success);
      assertThat(judging.judge(entry).isEmpty()).isFalse();
    }
    try (Judging judging = new Judging(NO_ROWS)) {
      assertThat(judging.judge(entry).success()).isFalse();
      assertThat(judging.judge(entry.put("onEmpty", "PASS")).success()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "table_row_count_to_equal | {'value':0} | true",
        "table_row_count_to_be_between | {'min_value':1} | false",
        "table_column_count_to_equal | {'value':3} | true"
      })
  void aTableIsNeverEmpty(String name, String arguments, boolean success) throws Exception {
    try (Judging judging = new Judging(NO_ROWS)) {
      Result result = judging.judge(name, null, arguments);
      assertThat(result.success()).isEqualTo(success);
      assertThat(result.isEmpty()).isFalse();
    }
  }
}
