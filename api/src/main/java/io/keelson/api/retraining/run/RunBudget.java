package io.keelson.api.retraining.run;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.billing.budget.Budget;
import io.keelson.billing.budget.Budgets;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.tenancy.database.Transaction;
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

  /** What the last run that was scored cost, in EUR; without one, the most that this may. */
  BigDecimal estimate(UUID tenantId, RetrainingRun run) {
    return estimate(tenantId, run.policyId(), run.spec().maxCost());
  }

  /**
   * {@link #estimate(UUID, RetrainingRun)} of the run that a policy makes next.
   *
   * @param maxCost EUR, the most that it may be
   */
  BigDecimal estimate(UUID tenantId, UUID policyId, BigDecimal maxCost) {
    List<RetrainingRun> before =
        reads.list(
            tenantId,
            RunRows::run,
            RunRows.SELECT
                + """
                AND r.policy_id = $2 AND r.score_job_id IS NOT NULL AND r.status <> 'EVALUATING'
                ORDER BY r.id DESC
                LIMIT 1
                """,
            policyId);
    return before.isEmpty() ? maxCost : of(tenantId, before).values().iterator().next();
  }

  /**
   * What is left for a run of the budgets that count for it, the least, in EUR.
   *
   * @param amount less what was spent and what other runs that were let through may still cost
   * @param unspent less what was spent alone
   */
  record Left(BigDecimal amount, BigDecimal unspent) {
    /** What others will not need after all would be enough. */
    boolean isHeldFrom(BigDecimal estimate) {
      return amount.compareTo(estimate) < 0 && unspent.compareTo(estimate) >= 0;
    }
  }

  /**
   * The budgets stay locked until the transaction ends, so that what it lets through counts for the
   * next.
   *
   * @return null where no budget is set
   */
  Left left(Transaction tx, RetrainingRun run) {
    List<Budget> covering = budgets.lockCovering(tx, run.projectId());
    if (covering.isEmpty()) {
      return null;
    }
    // What is held comes first: a job's cost that is booked in between counts twice, and never not.
    List<Held> held = held(tx, run.id());
    BigDecimal amount = null;
    BigDecimal unspent = null;
    for (Budget budget : covering) {
      BigDecimal of = budget.amount().amount().subtract(budgets.spent(tx, budget).amount());
      BigDecimal free = of.subtract(held(held, budget.projectId()));
      unspent = unspent == null ? of : unspent.min(of);
      amount = amount == null ? free : amount.min(free);
    }
    return new Left(amount, unspent);
  }

  /** What a run that goes on may still cost, in EUR. */
  record Held(UUID projectId, BigDecimal amount) {}

  /**
   * EUR that these may still cost a budget together.
   *
   * @param projectId the budget's; null for the whole tenant's
   */
  static BigDecimal held(List<Held> all, UUID projectId) {
    return all.stream()
        .filter(held -> projectId == null || projectId.equals(held.projectId()))
        .map(Held::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * What each run that goes on may still cost, of all policies.
   *
   * @param but the run that is left out; null for none
   */
  static List<Held> held(Transaction tx, UUID but) {
    record Open(UUID projectId, BigDecimal estimate, List<String> jobs) {}
    List<Open> open =
        tx.list(
            row ->
                new Open(
                    row.getUUID("project_id"),
                    row.getBigDecimal("estimate"),
                    Stream.of(
                            row.getUUID("transform_job_id"),
                            row.getUUID("train_job_id"),
                            row.getUUID("score_job_id"))
                        .filter(Objects::nonNull)
                        .map(UUID::toString)
                        .toList()),
            """
            SELECT project_id, estimate, transform_job_id, train_job_id, score_job_id
            FROM catalog.retraining_run
            WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id <> $2) AND ended_at IS NULL AND estimate IS NOT NULL
              AND status IN ('TRANSFORMING', 'CHECKING', 'TRAINING', 'EVALUATING')
            """,
            tx.tenantId(),
            but);
    Map<String, Money> booked = booked(tx, open.stream().flatMap(o -> o.jobs().stream()).toList());
    return open.stream()
        .map(
            one -> {
              BigDecimal cost =
                  one.jobs().stream()
                      .map(job -> booked.get(job).amount())
                      .reduce(BigDecimal.ZERO, BigDecimal::add);
              return new Held(one.projectId(), one.estimate().subtract(cost).max(BigDecimal.ZERO));
            })
        .toList();
  }

  private static Map<String, Money> booked(Transaction tx, List<String> jobs) {
    Map<String, Money> booked = new HashMap<>();
    for (int from = 0; from < jobs.size(); from += Costs.MAX_LABEL_VALUES) {
      int to = Math.min(jobs.size(), from + Costs.MAX_LABEL_VALUES);
      booked.putAll(Costs.totalsByLabel(tx, UsageLabels.JOB, jobs.subList(from, to)));
    }
    return booked;
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
    return Stream.of(run.transformJobId(), run.trainJobId(), run.scoreJobId())
        .filter(Objects::nonNull);
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
