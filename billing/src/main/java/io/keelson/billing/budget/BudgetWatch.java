package io.keelson.billing.budget;

import io.keelson.billing.cost.Costs;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Holds the ledger against the budgets that are due to be looked at, and tells once for each period
 * in which more was spent. A budget is looked at the sooner again, the less of it is left. Any
 * number of processes may watch: they take turns on a budget's row, and what is told carries an id
 * that exists once.
 */
public final class BudgetWatch {
  private static final Logger LOG = Logger.getLogger(BudgetWatch.class);
  private static final int MAX_AT_ONCE = 100;
  private static final Duration SOONEST = Duration.ofMinutes(1);
  private static final Duration LATEST = Duration.ofMinutes(15);

  /** How long after its end a period may still get lines: of intervals that began in it. */
  private static final Duration STRAGGLERS = Duration.ofDays(1);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final Outbox outbox;
  private final InstantSource clock;

  public BudgetWatch(
      SystemDatabase system, TenantDatabase database, Outbox outbox, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Due(UUID tenantId, UUID budgetId) {}

  /**
   * Looks at what is due, at most 100 budgets. One that fails stays due and keeps none from its
   * turn.
   *
   * @return whether more may be due
   */
  public boolean lookAtDue() {
    List<Due> due = due();
    int failed = 0;
    for (Due one : due) {
      try {
        database.transact(
            one.tenantId(),
            tx -> {
              locked(tx, one.budgetId()).ifPresent(row -> lookAt(tx, Budget.of(row)));
              return null;
            });
      } catch (RuntimeException e) {
        failed++;
        LOG.warnf("budget %s waits to be looked at: %s", one.budgetId(), e.getMessage());
      }
    }
    return failed == 0 && due.size() == MAX_AT_ONCE;
  }

  private List<Due> due() {
    return system.transact(
        SystemUse.BUDGET_WATCH,
        tx ->
            tx.list(
                row -> new Due(row.getUUID("tenant_id"), row.getUUID("id")),
                """
                SELECT tenant_id, id
                FROM billing.budget
                WHERE removed_at IS NULL
                  AND next_check_at <= $1
                ORDER BY next_check_at
                LIMIT $2
                """,
                at(clock.instant()),
                MAX_AT_ONCE));
  }

  /** Empty when it was removed or looked at meanwhile, or somebody has it now: it stays due. */
  private Optional<Row> locked(Transaction tx, UUID budgetId) {
    return tx.one(
        "SELECT "
            + Budget.COLUMNS
            + """
             FROM billing.budget
            WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL AND next_check_at <= $3
            FOR NO KEY UPDATE SKIP LOCKED
            """,
        tx.tenantId(),
        budgetId,
        at(clock.instant()));
  }

  private void lookAt(Transaction tx, Budget budget) {
    Instant now = clock.instant();
    Period current = budget.period().around(now);
    Instant before = current.from().toInstant().minusMillis(1);
    boolean stragglers =
        Duration.between(current.from().toInstant(), now).compareTo(STRAGGLERS) < 0;
    if (stragglers && budget.setAt().isBefore(current.from())) {
      Period last = budget.period().around(before);
      tellIfExceeded(tx, budget, last, spent(tx, budget, last), now);
    }
    Money spent = spent(tx, budget, current);
    tellIfExceeded(tx, budget, current, spent, now);
    tx.update(
        "UPDATE billing.budget SET next_check_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        budget.id(),
        at(now.plus(pause(budget.amount(), spent))));
  }

  static Money spent(Transaction tx, Budget budget, Period period) {
    UsageScope scope =
        budget.projectId() == null
            ? UsageScope.wholeTenant()
            : UsageScope.project(budget.projectId());
    return Costs.total(tx, scope, period);
  }

  private void tellIfExceeded(
      Transaction tx, Budget budget, Period period, Money spent, Instant now) {
    if (spent.amount().compareTo(budget.amount().amount()) <= 0) {
      return;
    }
    BudgetExceeded exceeded = BudgetExceeded.of(budget, period, spent);
    int added =
        tx.update(
            """
            INSERT INTO billing.budget_exceeded
              (tenant_id, id, budget_id, from_at, to_at, amount, spent, noticed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, id) DO NOTHING
            """,
            tx.tenantId(),
            exceeded.id(),
            budget.id(),
            period.from(),
            period.to(),
            budget.amount().amount(),
            spent.amount(),
            at(now));
    if (added == 1) {
      outbox.publish(tx, BudgetExceeded.TYPE, budget.id(), exceeded.json());
    }
  }

  /** In proportion to what is left of the budget. */
  static Duration pause(Money amount, Money spent) {
    BigDecimal left = amount.amount().subtract(spent.amount());
    long millis =
        BigDecimal.valueOf(LATEST.toMillis())
            .multiply(left)
            .divide(amount.amount(), 0, RoundingMode.DOWN)
            .longValue();
    boolean exceeded = left.signum() < 0;
    return exceeded
        ? LATEST
        : Duration.ofMillis(Math.clamp(millis, SOONEST.toMillis(), LATEST.toMillis()));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
