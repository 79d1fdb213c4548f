package io.keelson.api.catalog.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.metric.BatchSummary.Measured;
import io.keelson.tenancy.failure.Invalid;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSummaryTest {
  private static final OffsetDateTime AT = OffsetDateTime.parse("2026-03-01T12:00:00Z");

  private static Measured at(String key, double value, long step, int secondsLater) {
    return new Measured(key, value, step, AT.plusSeconds(secondsLater));
  }

  @Test
  void theLatestIsTheHighestStepThenTheLatestTimeThenTheLastLogged() {
    var keys =
        BatchSummary.of(
                List.of(
                    at("a", 1, 5, 0),
                    at("a", 2, 4, 9),
                    at("b", 1, 0, 2),
                    at("b", 2, 0, 1),
                    at("c", 1, 0, 0),
                    at("c", 2, 0, 0)))
            .keys();

    assertThat(keys.get("a").latest().value()).isEqualTo(1);
    assertThat(keys.get("b").latest().value()).isEqualTo(1);
    assertThat(keys.get("c").latest().value()).isEqualTo(2);
    assertThat(keys.get("a").points()).isEqualTo(2);
  }

  @Test
  void extremesAreOfFiniteValues() {
    var keys =
        BatchSummary.of(
                List.of(
                    at("a", Double.NaN, 0, 0),
                    at("a", -1, 1, 0),
                    at("a", Double.POSITIVE_INFINITY, 2, 0),
                    at("a", 3, 3, 0),
                    at("b", Double.NaN, 0, 0)))
            .keys();

    assertThat(keys.get("a").min()).isEqualTo(-1);
    assertThat(keys.get("a").max()).isEqualTo(3);
    assertThat(keys.get("b").min()).isNull();
    assertThat(keys.get("b").latest().value()).isNaN();
  }

  @Test
  void aCursorReadsBackAsItself() {
    assertThat(MetricCursor.parse("after", new MetricCursor(12, 999).text()))
        .isEqualTo(new MetricCursor(12, 999));
    assertThat(MetricCursor.parse("after", null)).isEqualTo(new MetricCursor(0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a.b", "-1.0", "1.0'; --", "99999999999.1", "1.1.1"})
  void whatIsNoCursorIsRefusedByName(String text) {
    assertThatThrownBy(() -> MetricCursor.parse("after", text))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(((Invalid) e).field()).contains("after"));
  }
}
