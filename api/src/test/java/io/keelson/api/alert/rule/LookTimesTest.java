package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T05:59:57.5Z");

  @Test
  void looksAreAtWholeMultiples() {
    assertThat(new LookTimes(Duration.ofMinutes(1)).next(NOW)).isEqualTo("2026-11-28T06:00:00Z");
    LookTimes often = new LookTimes(Duration.ofSeconds(5));
    assertThat(often.next(NOW)).isEqualTo("2026-11-28T06:00:00Z");
    assertThat(often.next(often.next(NOW))).isEqualTo("2026-11-28T06:00:05Z");
  }

  @Test
  void nobodyLooksForDueRulesLessOftenThanTheyAre() {
    Duration usual = Duration.ofSeconds(5);
    assertThat(new LookTimes(Duration.ofMinutes(1)).atMost(usual)).isEqualTo(usual);
    assertThat(new LookTimes(Duration.ofSeconds(2)).atMost(usual)).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT5S", "PT0.5S", "PT1H1S"})
  void anotherIntervalIsRefused(String every) {
    assertThatThrownBy(() -> new LookTimes(Duration.parse(every)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keelson.alerts.look-interval");
  }
}
