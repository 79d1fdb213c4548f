package io.keelson.api.retraining.run;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.RunBudget.Held;
import io.keelson.billing.budget.BudgetStatus;
import io.keelson.billing.budget.Budgets;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What policies' runs cost against what is left for them, to read. */
@ApplicationScoped
public class PolicyBudgets {
  /** Whose costs are summed: no more than are summed at once. */
  static final int MAX_RUNS = 300;

  private final CatalogReads reads;
  private final TenantDatabase database;
  private final Budgets budgets;
  private final RunBudget runs;
  private final InstantSource clock;

  public PolicyBudgets(
      CatalogReads reads,
      TenantDatabase database,
      Budgets budgets,
      RunBudget runs,
      InstantSource clock) {
    this.reads = reads;
    this.database = database;
    this.budgets = budgets;
    this.runs = runs;
    this.clock = clock;
  }

  /** As the next run's check of the budget would see it now; empty without COST_READ there. */
  public Optional<PolicyBudget> of(Principal principal, RetrainingPolicy policy) {
    if (!principal.may(Permission.COST_READ, policy.projectId())) {
      return Optional.empty();
    }
    BigDecimal maxCost = policy.spec().maxCost();
    BigDecimal estimate = runs.estimate(principal.tenantId(), policy.id(), maxCost);
    // As in RunBudget: what is booked in between counts twice, and never not.
    List<Held> held = database.transact(principal.tenantId(), tx -> RunBudget.held(tx, null));
    List<BudgetStatus> covering = budgets.covering(principal.tenantId(), policy.projectId());
    Optional<BudgetStatus> least =
        covering.stream()
            .filter(status -> principal.may(Permission.COST_READ, status.budget().projectId()))
            .min(Comparator.comparing(status -> left(status, held)));
    OffsetDateTime since =
        least
            .map(status -> status.period().from())
            .orElseGet(
                () ->
                    OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                        .minus(policy.spec().period()));
    List<RetrainingRun> lately = since(principal, policy, since);
    return Optional.of(
        new PolicyBudget(
            estimate,
            estimate.compareTo(maxCost) <= 0
                && covering.stream()
                    .allMatch(status -> left(status, held).compareTo(estimate) >= 0),
            least.orElse(null),
            RunBudget.held(held, least.map(s -> s.budget().projectId()).orElse(policy.projectId())),
            least.map(status -> left(status, held)).orElse(null),
            since,
            lately.size(),
            runs.of(principal.tenantId(), lately).values().stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)));
  }

  private static BigDecimal left(BudgetStatus status, List<Held> held) {
    return status
        .budget()
        .amount()
        .amount()
        .subtract(status.spent().amount())
        .subtract(RunBudget.held(held, status.budget().projectId()));
  }

  private List<RetrainingRun> since(
      Principal principal, RetrainingPolicy policy, OffsetDateTime since) {
    return reads.list(
        principal,
        RunRows::run,
        RunRows.SELECT
            + """
            AND r.policy_id = $2 AND r.created_at >= $3
              AND num_nonnulls(r.transform_job_id, r.train_job_id, r.score_job_id) > 0
            ORDER BY r.id DESC
            LIMIT $4
            """,
        policy.id(),
        since,
        MAX_RUNS);
  }
}
