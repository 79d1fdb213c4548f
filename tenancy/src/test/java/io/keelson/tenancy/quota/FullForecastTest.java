package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.quota.FullForecast.Reading;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FullForecastTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  private static List<Reading> days(long... used) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < used.length; i++) {
      readings.add(new Reading(FIRST.plusDays(i), used[i]));
    }
    return readings;
  }

  @Test
  void whatRisesEvenlyIsFullWhenTheLineMeetsTheLimit() {
    assertThat(FullForecast.of(days(100, 110, 120, 130, 140), 200))
        .isEqualTo(new FullForecast(6, 6, OptionalLong.of(6), 5));
  }

  @Test
  void whatRisesUnevenlyHasARange() {
    FullForecast forecast = FullForecast.of(days(100, 105, 122, 128, 147, 149, 160), 400);
    assertThat(forecast.days()).isBetween(21, 25);
    assertThat(forecast.earliestDays()).isLessThan(forecast.days());
    assertThat(forecast.latestDays().orElseThrow()).isGreaterThan(forecast.days());
  }

  @Test
  void ofFewDaysNothingIsSaid() {
    assertThat(FullForecast.of(days(), 200)).isNull();
    assertThat(FullForecast.of(days(100, 110, 120, 130), 200)).isNull();
  }

  @Test
  void whatDoesNotRiseOrOnlyByChanceIsNotForetold() {
    assertThat(FullForecast.of(days(100, 100, 100, 100, 100), 200)).isNull();
    assertThat(FullForecast.of(days(140, 130, 120, 110, 100), 200)).isNull();
    assertThat(FullForecast.of(days(100, 160, 90, 150, 110, 130), 200)).isNull();
  }

  /** A line through the levels would see a trend here. */
  @Test
  void oneUploadIsNoTrend() {
    long tb = 1_000_000_000_000L;
    long[] used = new long[30];
    Arrays.fill(used, 0, 25, 2 * tb);
    Arrays.fill(used, 25, 30, 3 * tb);
    assertThat(FullForecast.of(days(used), 12 * tb)).isNull();
  }

  @Test
  void whatIsFullOrFarAwayIsNotForetold() {
    assertThat(FullForecast.of(days(100, 110, 120, 130, 140), 140)).isNull();
    assertThat(FullForecast.of(days(100, 101, 102, 103, 104), 1_000_000)).isNull();
  }

  @Test
  void daysThatAreMissingCountAsTime() {
    List<Reading> readings = new ArrayList<>(days(100, 110, 120, 130));
    readings.add(new Reading(FIRST.plusDays(10), 200));
    assertThat(FullForecast.of(readings, 300).days()).isEqualTo(10);
  }

  @Test
  void largeNumbersOfBytesAreExactEnough() {
    long tib = 1L << 40;
    assertThat(FullForecast.of(days(tib, 2 * tib, 3 * tib, 4 * tib, 5 * tib), 100 * tib).days())
        .isEqualTo(95);
  }
}
