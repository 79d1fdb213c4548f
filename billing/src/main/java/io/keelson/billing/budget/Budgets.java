package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The budgets of a tenant: at most one for each project, or for the tenant as a whole, and period.
 * Callers have authorised before. {@link BudgetWatch} tells when one is exceeded.
 */
@ApplicationScoped
public class Budgets {
  public static final int MAX_BUDGETS = 1_000;
  private static final BigDecimal MAX_AMOUNT = BigDecimal.TEN.pow(12);
  private static final int CENT_PLACES = 2;
  private static final String BY_ID =
      "SELECT " + Budget.COLUMNS + " FROM billing.budget WHERE tenant_id = $1 AND id = $2";

  private static final String COVERING =
      "SELECT "
          + Budget.COLUMNS
          + """
           FROM billing.budget
          WHERE tenant_id = $1 AND removed_at IS NULL AND (project_id IS NULL OR project_id = $2)
          ORDER BY id
          """;

  private final TenantDatabase database;
  private final InstantSource clock;
  private final Spending spending;

  public Budgets(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.spending = new Spending(database, clock);
  }

  /**
   * @param projectId null for the whole tenant
   * @param amount EUR, above 0, with at most 2 decimal places
   * @param expectedVersion null where there is none yet
   */
  public record SetBudget(
      UUID projectId, BudgetPeriod period, BigDecimal amount, Integer expectedVersion) {}

  /**
   * Makes the budget of a project and period, or changes its amount.
   *
   * @return its id
   * @throws Invalid naming the period or amount
   * @throws Conflict when there is none, one already, or one of another version
   * @throws QuotaExceeded beyond 1,000 budgets
   */
  public UUID set(Transaction tx, SetBudget input, Actor setBy) {
    Input.present("input.period", input.period());
    Money amount = Money.euros(checkedAmount(input.amount()));
    return input.expectedVersion() == null
        ? make(tx, input, amount, setBy)
        : change(tx, input, amount, setBy);
  }

  private static BigDecimal checkedAmount(BigDecimal amount) {
    Input.present("input.amount", amount);
    // The precision is looked at first: stripping zeros off 1E+1000000000 would fill the memory.
    boolean bounded = amount.precision() <= 64 && Math.abs((long) amount.scale()) <= 64;
    if (!bounded
        || amount.signum() <= 0
        || amount.compareTo(MAX_AMOUNT) > 0
        || amount.stripTrailingZeros().scale() > CENT_PLACES) {
      throw new Invalid(
          "input.amount", amount, "above 0, at most 10^12, with at most 2 decimal places");
    }
    return amount;
  }

  private UUID make(Transaction tx, SetBudget input, Money amount, Actor setBy) {
    long there =
        tx.one(
                "SELECT count(*) AS budgets FROM billing.budget WHERE tenant_id = $1 AND removed_at IS NULL",
                tx.tenantId())
            .orElseThrow()
            .getLong("budgets");
    if (there >= MAX_BUDGETS) {
      throw new QuotaExceeded("budgets", MAX_BUDGETS, there, 1);
    }
    UUID id = Ids.next();
    try {
      tx.update(
          """
          INSERT INTO billing.budget
            (tenant_id, id, project_id, period, amount, currency, set_by, set_by_kind, set_by_id, set_at,
             next_check_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
          """,
          tx.tenantId(),
          id,
          input.projectId(),
          input.period().name(),
          amount.amount(),
          amount.currency(),
          setBy.label(),
          setBy.kind().name(),
          setBy.id(),
          now());
    } catch (UniqueViolation e) {
      throw new Conflict("there is a budget for this " + input.period() + " (expected: none)");
    }
    return id;
  }

  private UUID change(Transaction tx, SetBudget input, Money amount, Actor setBy) {
    return tx.one(
            """
            UPDATE billing.budget
            SET amount = $5, set_by = $6, set_by_kind = $7, set_by_id = $8, set_at = $9, next_check_at = $9,
              version = version + 1
            WHERE tenant_id = $1
              AND project_id IS NOT DISTINCT FROM $2
              AND period = $3
              AND version = $4
              AND removed_at IS NULL
            RETURNING id
            """,
            tx.tenantId(),
            input.projectId(),
            input.period().name(),
            input.expectedVersion(),
            amount.amount(),
            setBy.label(),
            setBy.kind().name(),
            setBy.id(),
            now())
        .orElseThrow(
            () ->
                new Conflict(
                    "there is no budget for this %s with the version %d"
                        .formatted(input.period(), input.expectedVersion())))
        .getUUID("id");
  }

  /**
   * From now on the budget does not count any more.
   *
   * @throws Conflict when it has changed since, or was removed before
   */
  public void remove(Transaction tx, UUID id, int expectedVersion) {
    tx.updateOne(
        "the budget has changed since version " + expectedVersion,
        """
        UPDATE billing.budget
        SET removed_at = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL
        """,
        tx.tenantId(),
        id,
        expectedVersion,
        now());
  }

  /**
   * The budget, one that was removed as well.
   *
   * @throws NotFound when the tenant has no such budget
   */
  public Budget get(UUID tenantId, UUID id) {
    Iterator<Row> rows = database.read(tenantId, BY_ID, tenantId, id).iterator();
    if (!rows.hasNext()) {
      throw new NotFound("budget");
    }
    return Budget.of(rows.next());
  }

  /** {@link #get} as a transaction sees it. */
  public Budget get(Transaction tx, UUID id) {
    return tx.one(BY_ID, tx.tenantId(), id)
        .map(Budget::of)
        .orElseThrow(() -> new NotFound("budget"));
  }

  /** How the budget's period goes. */
  public BudgetStatus status(UUID tenantId, Budget budget) {
    return spending.of(tenantId, List.of(budget)).getFirst();
  }

  /**
   * Those that count, the tenant's first, then in the order they were made.
   *
   * @param projectIds null for all, the tenant's own too; else only those of these projects
   */
  public List<BudgetStatus> list(UUID tenantId, Set<UUID> projectIds) {
    return spending.of(tenantId, budgets(tenantId, projectIds));
  }

  /** How the budgets of a project that count went in a time, hour by hour. */
  public List<BudgetPast> past(UUID tenantId, UUID projectId, Instant from, Instant to) {
    return budgets(tenantId, Set.of(projectId)).stream()
        .map(budget -> spending.past(tenantId, budget, from, to))
        .toList();
  }

  private List<Budget> budgets(UUID tenantId, Set<UUID> projectIds) {
    List<Budget> budgets = new ArrayList<>();
    database
        .read(
            tenantId,
            "SELECT "
                + Budget.COLUMNS
                + """
                 FROM billing.budget
                WHERE tenant_id = $1
                  AND removed_at IS NULL
                  AND ($2::uuid[] IS NULL OR project_id = ANY ($2))
                ORDER BY project_id IS NOT NULL, id
                LIMIT $3
                """,
            tenantId,
            projectIds == null ? null : projectIds.toArray(UUID[]::new),
            MAX_BUDGETS)
        .forEach(row -> budgets.add(Budget.of(row)));
    return budgets;
  }

  /**
   * Budgets that count for what is spent in a project, its own and the tenant's, and how they go,
   * in the order they were made; see {@link #lockCovering}.
   */
  public List<BudgetStatus> covering(UUID tenantId, UUID projectId) {
    List<Budget> covering = new ArrayList<>();
    database
        .read(tenantId, COVERING, tenantId, projectId)
        .forEach(row -> covering.add(Budget.of(row)));
    return spending.of(tenantId, covering);
  }

  /**
   * Budgets that count for what is spent in a project: its own and the tenant's, in the order they
   * were made. They stay locked until the transaction ends: whoever decides by what is left of one
   * knows what others have decided before.
   */
  public List<Budget> lockCovering(Transaction tx, UUID projectId) {
    return tx.list(Budget::of, COVERING + "FOR NO KEY UPDATE", tx.tenantId(), projectId);
  }

  /** What was spent in the budget's period so far, as a transaction sees it. */
  public Money spent(Transaction tx, Budget budget) {
    return BudgetWatch.spent(tx, budget, budget.period().around(clock.instant()));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
