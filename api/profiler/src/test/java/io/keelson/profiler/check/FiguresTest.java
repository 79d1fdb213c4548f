package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Aggregates, distinct values, medians and quantiles of a column. */
class FiguresTest {
  private static final String ROWS =
      """
      SELECT * FROM (VALUES
        (1, 1.5::DOUBLE, 'a', DATE '2024-01-01', 1.10::DECIMAL(10, 2), TRUE),
        (2, 2.5::DOUBLE, 'b', DATE '2024-02-01', 2.20::DECIMAL(10, 2), FALSE),
        (2, 3.5::DOUBLE, 'b', DATE '2024-03-01', 3.30::DECIMAL(10, 2), TRUE),
        (5, 'NaN'::DOUBLE, 'c', NULL, NULL, NULL),
        (NULL, NULL, NULL, NULL, NULL, NULL)
      ) AS t(n, d, s, day, exact, flag)
      """;

  @Test
  void figuresOfTheScan() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(
          true, 2.5, "column_mean_to_be_between", "n", "{'min_value':2.5,'max_value':2.5}");
      judging.observed(
          false, 2.5, "column_mean_to_be_between", "n", "{'min_value':2.5,'strict_min':true}");
      judging.observed(
          true, 2.5, "column_mean_to_be_between", "d", "{'min_value':2,'max_value':3}");
      judging.observed(true, 1L, "column_min_to_be_between", "n", "{'min_value':1}");
      judging.observed(false, 5L, "column_max_to_be_between", "n", "{'max_value':4.5}");
      judging.observed(true, 3.5, "column_max_to_be_between", "d", "{'max_value':3.5}");
      judging.observed(true, "c", "column_max_to_be_between", "s", "{'min_value':'b'}");
      judging.observed(
          true, "2024-01-01", "column_min_to_be_between", "day", "{'max_value':'2024-01-01'}");
      judging.observed(
          false,
          "2024-03-01",
          "column_max_to_be_between",
          "day",
          "{'max_value':'2024-02-29T23:59:59'}");
      judging.observed(
          true, 10L, "column_sum_to_be_between", "n", "{'min_value':10,'max_value':10}");
      judging.observed(true, 7.5, "column_sum_to_be_between", "d", "{'min_value':7,'max_value':8}");
      judging.observed(
          true,
          new BigDecimal("6.60"),
          "column_sum_to_be_between",
          "exact",
          "{'min_value':6.6,'max_value':6.6}");
      judging.observed(true, 2L, "column_sum_to_be_between", "flag", "{'max_value':2}");
      judging.observed(
          true, 1.0, "column_stdev_to_be_between", "d", "{'min_value':0.99,'max_value':1.01}");
      judging.errored(
          "\"s\" is VARCHAR (expected: a number)",
          "column_mean_to_be_between",
          "s",
          "{'min_value':1}");
      judging.errored(
          "(expected: a number)", "column_median_to_be_between", "day", "{'min_value':1}");
    }
  }

  @Test
  void whatJsonCannotHoldIsText() throws Exception {
    String odd =
        """
        SELECT unnest([9223372036854775807, 9223372036854775807]) AS big, 'Infinity'::DOUBLE AS inf,
          TIMESTAMP '2024-01-01 10:00:00' AS t, 170141183460469231731687303715884105727::HUGEINT AS huge
        """;
    try (Judging judging = new Judging(odd)) {
      judging.observed(
          true, "18446744073709551614", "column_sum_to_be_between", "big", "{'min_value':1e19}");
      judging.observed(false, "Infinity", "column_max_to_be_between", "inf", "{'max_value':1e300}");
      judging.observed(
          true,
          "2024-01-01 10:00:00",
          "column_max_to_be_between",
          "t",
          "{'max_value':'2024-01-01T10:00:00'}");
      judging.observed(
          true,
          "170141183460469231731687303715884105727",
          "column_max_to_be_between",
          "huge",
          "{'min_value':1}");
      Result sum = judging.judge("column_sum_to_be_between", "huge", "{'min_value':1}");
      assertThat((Double) sum.observedValue()).isBetween(3.4e38, 3.41e38);
      assertThat(sum.toJson().toString()).contains("\"observedValue\":3.4");
      // Infinities have no deviation: the statement fails for this one alone.
      List<Result> both =
          judging
              .run(
                  Judging.expectation("column_stdev_to_be_between", "inf", "{'min_value':0}"),
                  Judging.expectation("column_max_to_be_between", "big", "{'min_value':0}"))
              .results();
      assertThat(both.get(0).errored()).contains("out of range");
      assertThat(both.get(1).success()).isTrue();
    }
  }

  @Test
  void distinctValues() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(
          true,
          3L,
          "column_unique_value_count_to_be_between",
          "n",
          "{'min_value':3,'max_value':3}");
      judging.observed(
          false,
          3L,
          "column_unique_value_count_to_be_between",
          "d",
          "{'max_value':3,'strict_max':true}");
      judging.observed(
          true,
          0.75,
          "column_proportion_of_unique_values_to_be_between",
          "n",
          "{'min_value':0.75,'max_value':0.75}");
      Result in = judging.judge("column_distinct_values_to_be_in_set", "s", "{'value_set':['a']}");
      assertThat(in.success()).isFalse();
      assertThat(in.unexpectedCount()).isEqualTo(2);
      assertThat(in.samples()).containsExactly("b", "c");
      Result contain =
          judging.judge(
              "column_distinct_values_to_contain_set", "n", "{'value_set':[1,2,7,'x',1.5]}");
      assertThat(contain.success()).isFalse();
      assertThat(contain.missingCount()).isEqualTo(3);
      assertThat(contain.samples()).containsExactlyInAnyOrder("7", "x", "1.5");
      Result equal =
          judging.judge("column_distinct_values_to_equal_set", "s", "{'value_set':['a','b','d']}");
      assertThat(equal.success()).isFalse();
      assertThat(equal.unexpectedCount()).isEqualTo(1);
      assertThat(equal.missingCount()).isEqualTo(1);
      assertThat(equal.samples()).containsExactly("c", "d");
      assertThat(
              judging
                  .judge(
                      "column_distinct_values_to_equal_set", "s", "{'value_set':['c','a','b','a']}")
                  .success())
          .isTrue();
      assertThat(
              judging
                  .judge("column_distinct_values_to_equal_set", "flag", "{'value_set':[true,0]}")
                  .success())
          .isTrue();
      assertThat(
              judging
                  .judge(
                      "column_distinct_values_to_contain_set",
                      "day",
                      "{'value_set':['2024-01-01']}")
                  .success())
          .isTrue();
    }
  }

  @Test
  void theMostCommonValue() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(
          true, List.of(2L), "column_most_common_value_to_be_in_set", "n", "{'value_set':[1,2]}");
      judging.observed(
          false, List.of("b"), "column_most_common_value_to_be_in_set", "s", "{'value_set':['a']}");
      judging.observed(
          true,
          List.of(true),
          "column_most_common_value_to_be_in_set",
          "flag",
          "{'value_set':[true]}");
      judging.observed(
          false,
          List.of(1.5, 2.5, 3.5),
          "column_most_common_value_to_be_in_set",
          "d",
          "{'value_set':[1.5]}");
      judging.observed(
          true,
          List.of(1.5, 2.5, 3.5),
          "column_most_common_value_to_be_in_set",
          "d",
          "{'value_set':[1.5],'ties_okay':true}");
    }
  }

  @Test
  void mediansAndQuantiles() throws Exception {
    try (Judging judging = new Judging(ROWS)) {
      judging.observed(
          true, 2.0, "column_median_to_be_between", "n", "{'min_value':2,'max_value':2}");
      judging.observed(true, 2.2, "column_median_to_be_between", "exact", "{'min_value':2.2}");
      judging.observed(
          true,
          Map.of("quantiles", List.of(0.0, 0.5, 1.0), "values", List.of(1L, 2L, 5L)),
          "column_quantile_values_to_be_between",
          "n",
          "{'quantile_ranges':{'quantiles':[0,0.5,1],'value_ranges':[[1,1],[null,2],[5,null]]}}");
      judging.observed(
          true,
          Map.of("quantiles", List.of(0.75), "values", List.of(2.75)),
          "column_quantile_values_to_be_between",
          "n",
          "{'quantile_ranges':{'quantiles':[0.75],'value_ranges':[[2,3]]},'allow_relative_error':'linear'}");
      // Near enough by one part in ten thousand.
      assertThat(
              judging
                  .judge(
                      "column_quantile_values_to_be_between",
                      "n",
                      "{'quantile_ranges':{'quantiles':[1],'value_ranges':[[5.0005,6]]}}")
                  .success())
          .isTrue();
      assertThat(
              judging
                  .judge(
                      "column_quantile_values_to_be_between",
                      "n",
                      "{'quantile_ranges':{'quantiles':[1],'value_ranges':[[5.001,6]]}}")
                  .success())
          .isFalse();
    }
  }
}
