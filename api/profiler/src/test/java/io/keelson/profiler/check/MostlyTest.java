package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MostlyTest {
  private static ObjectNode negative(String mostly) throws Exception {
    return Judging.expectation("column_values_to_be_between", "x", "{'min_value':0}")
        .put("mostly", new BigDecimal(mostly));
  }

  /** As doubles, 1 - 0.9 of 10 rows would be 0.9999999999999998 rows. */
  @ParameterizedTest
  @CsvSource({
    "10, 1, 0.9, true",
    "10, 1, 0.90000000000000000001, false",
    "10, 2, 0.8, true",
    "10, 2, 0.81, false",
    "3, 1, 0.666666666666666666, true",
    "3, 1, 0.666666666666666667, false",
    "1000, 50, 0.95, true",
    "1000, 51, 0.95, false",
    "7, 7, 0, true",
    "7, 0, 1, true",
    "7, 1, 1.0, false",
    "1000000, 1, 0.999999, true",
    "1000000, 2, 0.999999, false"
  })
  void theEdgeIsExact(long rows, long unexpected, String mostly, boolean success) throws Exception {
    String select = "SELECT CASE WHEN r < %d THEN -1 ELSE 1 END AS x FROM range(%d) t(r)";
    try (Judging judging = new Judging(select.formatted(unexpected, rows))) {
      Result result = judging.judge(negative(mostly));
      assertThat(result.unexpectedCount()).isEqualTo(unexpected);
      assertThat(result.success()).isEqualTo(success);
    }
  }

  @Test
  void itIsAShareOfThoseThatAreThere() throws Exception {
    String select = "SELECT unnest([NULL, NULL, NULL, NULL, NULL, NULL, -1, 1]) AS x";
    try (Judging judging = new Judging(select)) {
      Result result = judging.judge(negative("0.5"));
      assertThat(result.success()).isTrue();
      assertThat(result.unexpectedPercent()).isEqualTo(50);
      assertThat(judging.judge(negative("0.51")).success()).isFalse();
    }
  }
}
