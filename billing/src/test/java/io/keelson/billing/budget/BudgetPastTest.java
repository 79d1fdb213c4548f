package io.keelson.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.billing.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BudgetPastTest {
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-05-08T10:20:00Z");

  private static BudgetPast past(NavigableMap<Instant, Money> hours) {
    Budget budget =
        new Budget(new UUID(0, 1), null, BudgetPeriod.MONTH, euros(100), null, null, null, 1);
    return BudgetPast.of(budget, hours, NOW);
  }

  private static Money euros(int amount) {
    return Money.euros(BigDecimal.valueOf(amount));
  }

  @Test
  void anHourCountsOnceItHasEnded() {
    NavigableMap<Instant, Money> hours = new TreeMap<>();
    hours.put(MAY.minus(Duration.ofHours(1)), euros(70));
    hours.put(MAY.plus(Duration.ofHours(5)), euros(30));
    hours.put(MAY.plus(Duration.ofHours(6)), euros(5));
    BudgetPast past = past(hours);

    assertThat(past.spent(MAY)).as("of April").isEqualTo(euros(70));
    assertThat(past.spent(MAY.plus(Duration.ofMinutes(1)))).isEqualTo(Money.ZERO);
    assertThat(past.spent(MAY.plus(Duration.ofMinutes(359)))).as("it runs").isEqualTo(Money.ZERO);
    assertThat(past.spent(MAY.plus(Duration.ofHours(6)))).isEqualTo(euros(30));
    assertThat(past.share(MAY.plus(Duration.ofHours(7)))).isEqualTo(0.35);
    assertThat(past.share(NOW)).isEqualTo(0.35);
  }

  @Test
  void whatIsSpentNowCountsAtTheEnd() {
    NavigableMap<Instant, Money> hours = new TreeMap<>();
    hours.put(Instant.parse("2026-05-08T10:00:00Z"), euros(9));

    assertThat(past(hours).spent(NOW.minusSeconds(60))).isEqualTo(Money.ZERO);
    assertThat(past(hours).spent(NOW)).isEqualTo(euros(9));
  }

  /** Looked at as often as a preview of a week of minutes does, ten times over. */
  @Test
  void aLookTakesNoSumOfAllHours() {
    NavigableMap<Instant, Money> hours = new TreeMap<>();
    for (int hour = 0; hour < 744; hour++) {
      hours.put(MAY.minus(Duration.ofHours(500 - hour)), euros(1));
    }
    BudgetPast past = past(hours);
    long begin = System.nanoTime();
    for (int minute = 0; minute < 100_800; minute++) {
      past.share(NOW.minus(Duration.ofMinutes(minute % 10_080)));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }
}
