package io.keelson.api.retraining.run;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.billing.budget.BudgetStatus;
import io.keelson.billing.budget.Budgets;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.UsageLabels;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What runs have cost, what the next one may, and what is left for it. */
@ApplicationScoped
public class RunBudget {
  private final CatalogReads reads;
  private final Budgets budgets;
  private final Costs costs;

  public RunBudget(CatalogReads reads, Budgets budgets, Costs costs) {
    this.reads = reads;
    this.budgets = budgets;
    this.costs = costs;
  }

  /** The estimate is what the last run that was scored cost, else the most that one may. */
  RunChecks.Costs costs(UUID tenantId, RetrainingRun run) {
    List<RetrainingRun> before =
        reads.list(
            tenantId,
            RunRows::run,
            RunRows.SELECT
                + "AND r.policy_id = $2 AND r.score_job_id IS NOT NULL AND r.id <> $3 ORDER BY r.id DESC LIMIT 1",
            run.policyId(),
            run.id());
    BigDecimal estimate =
        before.isEmpty() ? run.spec().maxCost() : of(tenantId, before).values().iterator().next();
    return new RunChecks.Costs(estimate, left(tenantId, run.projectId()));
  }

  /** Null where no budget is set. */
  private BigDecimal left(UUID tenantId, UUID projectId) {
    return budgets.list(tenantId, null).stream()
        .filter(
            status ->
                status.budget().projectId() == null
                    || status.budget().projectId().equals(projectId))
        .map(RunBudget::left)
        .min(BigDecimal::compareTo)
        .orElse(null);
  }

  private static BigDecimal left(BudgetStatus status) {
    return status.budget().amount().amount().subtract(status.spent().amount());
  }

  /** EUR that the jobs of these runs have cost so far, by run; at most 500 runs. */
  public Map<UUID, BigDecimal> of(UUID tenantId, Collection<RetrainingRun> runs) {
    Map<UUID, BigDecimal> ofJobs =
        ofJobs(tenantId, runs.stream().flatMap(RunBudget::jobs).distinct().toList());
    Map<UUID, BigDecimal> found = new HashMap<>();
    for (RetrainingRun run : runs) {
      found.put(run.id(), jobs(run).map(ofJobs::get).reduce(BigDecimal.ZERO, BigDecimal::add));
    }
    return found;
  }

  private static Stream<UUID> jobs(RetrainingRun run) {
    return Stream.of(run.trainJobId(), run.scoreJobId()).filter(Objects::nonNull);
  }

  /** EUR that each of these jobs has cost so far; at most 1,000 jobs. */
  public Map<UUID, BigDecimal> ofJobs(UUID tenantId, Collection<UUID> jobIds) {
    Map<UUID, BigDecimal> found = new HashMap<>();
    costs
        .totalsByLabel(tenantId, UsageLabels.JOB, jobIds.stream().map(UUID::toString).toList())
        .forEach((job, total) -> found.put(UUID.fromString(job), total.amount()));
    return found;
  }
}
