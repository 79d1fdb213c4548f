package io.keelson.billing.budget;

import io.keelson.billing.usage.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** How long a budget lasts before the next one begins, in UTC. */
public enum BudgetPeriod {
  /** From Monday. */
  WEEK,
  /** From the first. */
  MONTH;

  /** The one that the moment lies in. */
  public Period around(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    return switch (this) {
      case WEEK -> {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield new Period(midnight(monday), midnight(monday.plusWeeks(1)));
      }
      case MONTH -> {
        LocalDate first = day.withDayOfMonth(1);
        yield new Period(midnight(first), midnight(first.plusMonths(1)));
      }
    };
  }

  private static OffsetDateTime midnight(LocalDate day) {
    return day.atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
