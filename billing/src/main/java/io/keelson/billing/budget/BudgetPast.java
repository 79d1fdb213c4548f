package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How a budget went, by what the ledger says now: what was written later counts when it was used.
 * The ledger is known by the hour: an hour counts once it has ended, all of it.
 *
 * @param budget as it is now
 * @param upTo what was spent from the first hour that was read to an hour's end, by that end; hours
 *     without anything are left out
 */
public record BudgetPast(Budget budget, NavigableMap<Instant, BigDecimal> upTo) {
  public BudgetPast {
    upTo = Collections.unmodifiableNavigableMap(new TreeMap<>(upTo));
  }

  /**
   * @param hours what was spent in each hour, by its first moment
   * @param to when the last of them was read, which has not ended where it lies in it
   */
  static BudgetPast of(Budget budget, NavigableMap<Instant, Money> hours, Instant to) {
    NavigableMap<Instant, BigDecimal> upTo = new TreeMap<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<Instant, Money> hour : hours.entrySet()) {
      sum = sum.add(hour.getValue().amount());
      Instant end = hour.getKey().plus(1, ChronoUnit.HOURS);
      upTo.put(end.isAfter(to) ? to : end, sum);
    }
    return new BudgetPast(budget, upTo);
  }

  /** What was spent of the period that the moment lies in or ends, in hours that had ended then. */
  public Money spent(Instant at) {
    Instant from = budget.period().around(at.minusNanos(1)).from().toInstant();
    return new Money(sum(at).subtract(sum(from)), budget.amount().currency());
  }

  private BigDecimal sum(Instant at) {
    Map.Entry<Instant, BigDecimal> last = upTo.floorEntry(at);
    return last == null ? BigDecimal.ZERO : last.getValue();
  }

  /** Likewise, of the budget: 1 is all of it. */
  public double share(Instant at) {
    BigDecimal amount = budget.amount().amount();
    return spent(at).amount().divide(amount, MathContext.DECIMAL64).doubleValue();
  }
}
