package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.retraining.check.LiveFeed;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.training.JobSubmission;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Looks at rights, data, feed and budget, and has the challenger trained where all is well. */
@ApplicationScoped
public class Checking {
  /** The alias that a policy moves. */
  public static final String CHAMPION = "champion";

  private static final String TRAINER = "tabular";
  private static final String DATA = "data";

  private final TenantDatabase database;
  private final Mutations mutations;
  private final RunData data;
  private final DatasetGates gates;
  private final JobSubmission jobs;
  private final LiveFeed feed;
  private final RunBudget budget;
  private final RunMessages messages;
  private final RunMoves moves;

  public Checking(
      TenantDatabase database,
      Mutations mutations,
      RunData data,
      DatasetGates gates,
      JobSubmission jobs,
      LiveFeed feed,
      RunBudget budget,
      RunMessages messages,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.data = data;
    this.gates = gates;
    this.jobs = jobs;
    this.feed = feed;
    this.budget = budget;
    this.messages = messages;
    this.moves = moves;
  }

  void step(Principal principal, RetrainingRun run) {
    BigDecimal estimate = budget.estimate(principal.tenantId(), run);
    Optional<LiveFeed.Seen> live =
        feed.of(
            principal.tenantId(),
            run.evidence(),
            run.kind() == TriggerKind.BY_HAND,
            run.spec().endpointId());
    boolean isRollingOut = data.isRollingOut(principal.tenantId(), run);
    boolean mayTrain =
        database.transact(
            principal.tenantId(), tx -> look(tx, principal, run, live, isRollingOut, estimate));
    if (mayTrain) {
      train(principal, run);
    }
  }

  /**
   * What fails declines the run here; else what it found is kept, and the training may begin: its
   * estimate is held from the budgets from now on. While newer data is being validated, another
   * revision takes the endpoint over, or only what other runs may still cost is missing, it waits,
   * and holds nothing.
   */
  private boolean look(
      Transaction tx,
      Principal principal,
      RetrainingRun run,
      Optional<LiveFeed.Seen> live,
      boolean isRollingOut,
      BigDecimal estimate) {
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    RunChecks.Data data = this.data.of(tx, locked);
    RunBudget.Left left = budget.left(tx, locked);
    Optional<String> awaited =
        RunData.awaited(tx, locked, data, isRollingOut, estimate, left, moves.now());
    if (awaited.isPresent()) {
      hold(tx, run, null);
      moves.await(tx, locked, awaited.get());
      return false;
    }
    List<RunChecks.Check> checks =
        RunChecks.look(
            tx,
            gates,
            principal,
            run.projectId(),
            run.spec(),
            data,
            live,
            new RunChecks.Costs(estimate, left == null ? null : left.amount()));
    hold(tx, run, estimate);
    keep(tx, run.id(), checks);
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET champion_id = $3, training_version_id = $4, evaluation_version_id = $5
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        run.id(),
        data.championId(),
        data.newest().id(),
        data.evaluation().id());
    if (checks.stream().anyMatch(check -> check.name().equals("RIGHTS") && check.passed())) {
      messages.rightsThere(tx, locked);
    }
    List<RunChecks.Check> failed = checks.stream().filter(check -> !check.passed()).toList();
    if (!failed.isEmpty()) {
      moves.end(tx, locked, RetrainingStatus.DECLINED, RunChecks.reason(failed));
      messages.failed(tx, locked, failed);
    }
    return failed.isEmpty();
  }

  static void hold(Transaction tx, RetrainingRun run, BigDecimal estimate) {
    tx.update(
        "UPDATE catalog.retraining_run SET estimate = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        run.id(),
        estimate);
  }

  /** Whoever dies between looking and training looks again. */
  private static void keep(Transaction tx, UUID runId, List<RunChecks.Check> checks) {
    tx.update(
        "DELETE FROM catalog.retraining_check WHERE tenant_id = $1 AND run_id = $2",
        tx.tenantId(),
        runId);
    List<Tuple> rows = new ArrayList<>();
    for (RunChecks.Check check : checks) {
      rows.add(
          Tuple.of(
              tx.tenantId(),
              runId,
              rows.size() + 1,
              check.name(),
              check.passed(),
              RunMoves.cut(check.seen())));
    }
    tx.batch(
        """
        INSERT INTO catalog.retraining_check (tenant_id, run_id, number, name, passed, seen)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        rows);
  }

  private void train(Principal principal, RetrainingRun run) {
    Caller caller = ActingFor.caller(principal, run);
    UUID jobId = Ids.next();
    mutations.run(
        caller,
        "submitJob",
        Map.of("retrainingRun", run.id()),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          Changed submitted = jobs.submit(tx, caller, jobId, job(locked), null);
          UUID trainRunId =
              tx.one(
                      "SELECT id FROM catalog.run WHERE tenant_id = $1 AND job_id = $2",
                      tx.tenantId(),
                      jobId)
                  .orElseThrow()
                  .getUUID("id");
          tx.update(
              """
              UPDATE catalog.retraining_run SET train_job_id = $3, train_run_id = $4
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              run.id(),
              jobId,
              trainRunId);
          moves.move(tx, locked, RetrainingStatus.TRAINING);
          return submitted;
        });
  }

  private static JobSubmission.NewJob job(RetrainingRun run) {
    JsonObject parameters =
        run.spec()
            .parameters()
            .copy()
            .put("task", "CLASSIFICATION")
            .put("target", run.spec().target())
            .put("data", DATA);
    return new JobSubmission.NewJob(
        run.projectId(),
        "retraining",
        null,
        TRAINER,
        parameters,
        Map.of(),
        null,
        null,
        run.spec().experimentId(),
        List.of(new JobSubmission.VersionInput(run.trainingVersionId(), DATA)),
        DataGate.VALIDATED,
        List.of());
  }
}
