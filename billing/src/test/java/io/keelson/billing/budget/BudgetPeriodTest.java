package io.keelson.billing.budget;

import static io.keelson.billing.LedgerFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Period;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BudgetPeriodTest {
  @Test
  void aWeekGoesFromMondayToMonday() {
    Period expected = new Period(at("2026-02-23T00:00:00Z"), at("2026-03-02T00:00:00Z"));
    for (String moment :
        new String[] {"2026-02-23T00:00:00Z", "2026-03-01T23:59:59.999Z", "2026-02-25T12:00:00Z"}) {
      assertThat(BudgetPeriod.WEEK.around(Instant.parse(moment))).as(moment).isEqualTo(expected);
    }
  }

  @Test
  void aMonthGoesFromTheFirstToTheFirst() {
    assertThat(BudgetPeriod.MONTH.around(Instant.parse("2028-02-29T23:59:59Z")))
        .isEqualTo(new Period(at("2028-02-01T00:00:00Z"), at("2028-03-01T00:00:00Z")));
    assertThat(BudgetPeriod.MONTH.around(Instant.parse("2026-12-31T12:00:00Z")))
        .isEqualTo(new Period(at("2026-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z")));
  }

  @Test
  void aBudgetIsLookedAtTheSoonerTheLessOfItIsLeft() {
    assertThat(pause("100", "0")).isEqualTo(Duration.ofMinutes(15));
    assertThat(pause("100", "80")).isEqualTo(Duration.ofMinutes(3));
    assertThat(pause("100", "99.99")).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause("100", "100")).isEqualTo(Duration.ofMinutes(1));
    assertThat(pause("100", "100.01")).isEqualTo(Duration.ofMinutes(15));
    assertThat(pause("0.01", "-5")).isEqualTo(Duration.ofMinutes(15));
  }

  private static Duration pause(String amount, String spent) {
    return BudgetWatch.pause(
        Money.euros(new BigDecimal(amount)), Money.euros(new BigDecimal(spent)));
  }
}
