package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.NavigableMap;

/**
 * How a budget went, by what the ledger says now: what was written later counts when it was used.
 *
 * @param budget as it is now
 * @param hours what was spent in each hour, by its first moment; hours without anything are left
 *     out
 */
public record BudgetPast(Budget budget, NavigableMap<Instant, Money> hours) {
  /** What was spent of the period that the moment lies in, in hours that began before it. */
  public Money spent(Instant at) {
    Instant from = budget.period().around(at.minusNanos(1)).from().toInstant();
    return hours.subMap(from, true, at, false).values().stream().reduce(Money.ZERO, Money::plus);
  }

  /** Likewise, of the budget: 1 is all of it. */
  public double share(Instant at) {
    BigDecimal amount = budget.amount().amount();
    return spent(at).amount().divide(amount, MathContext.DECIMAL64).doubleValue();
  }
}
