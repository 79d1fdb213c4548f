package io.keelson.billing.budget;

import io.keelson.billing.cost.Costs;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.database.TenantDatabase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sums for any number of budgets with one statement per period. */
final class Spending {
  private static final Duration LOOKED_BACK = Duration.ofDays(7);

  /** Of a forecast: it is an estimate, but not less exact than a price. */
  private static final int DECIMAL_PLACES = 10;

  private final Costs costs;
  private final InstantSource clock;

  Spending(TenantDatabase database, InstantSource clock) {
    this.costs = new Costs(database);
    this.clock = clock;
  }

  /** In the order of the budgets. */
  List<BudgetStatus> of(UUID tenantId, List<Budget> budgets) {
    if (budgets.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    UsageScope scope = scope(budgets);
    Map<Period, Map<UUID, Money>> sums = new HashMap<>();
    Period lately = new Period(at(now.minus(LOOKED_BACK)), at(now));
    Map<UUID, Money> latelySpent = costs.totalsByProject(tenantId, scope, lately);
    return budgets.stream()
        .map(
            budget -> {
              Period period = budget.period().around(now);
              Map<UUID, Money> spent =
                  sums.computeIfAbsent(
                      period, wanted -> costs.totalsByProject(tenantId, scope, wanted));
              Money soFar = sum(spent, budget.projectId());
              Money rest = rest(sum(latelySpent, budget.projectId()), now, period);
              return new BudgetStatus(budget, period, soFar, soFar.plus(rest));
            })
        .toList();
  }

  /**
   * @param from its period counts from its beginning on
   */
  BudgetPast past(UUID tenantId, Budget budget, Instant from, Instant to) {
    Period read = new Period(budget.period().around(from).from(), at(to));
    return BudgetPast.of(budget, costs.byHour(tenantId, scope(List.of(budget)), read), to);
  }

  private static UsageScope scope(List<Budget> budgets) {
    Set<UUID> projects = budgets.stream().map(b -> b.projectId()).collect(Collectors.toSet());
    boolean everything = projects.contains(null) || projects.size() > UsageScope.MAX_PROJECTS;
    return everything ? UsageScope.wholeTenant() : new UsageScope.Projects(projects);
  }

  private static Money sum(Map<UUID, Money> byProject, UUID projectId) {
    return projectId == null
        ? byProject.values().stream().reduce(Money.ZERO, Money::plus)
        : byProject.getOrDefault(projectId, Money.ZERO);
  }

  private static Money rest(Money lately, Instant now, Period period) {
    BigDecimal left = BigDecimal.valueOf(Duration.between(now, period.to().toInstant()).toMillis());
    BigDecimal amount =
        lately
            .amount()
            .multiply(left)
            .divide(
                BigDecimal.valueOf(LOOKED_BACK.toMillis()), DECIMAL_PLACES, RoundingMode.HALF_UP);
    return new Money(amount, lately.currency());
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
