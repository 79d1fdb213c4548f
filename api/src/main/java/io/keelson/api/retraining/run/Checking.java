package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.retraining.check.CollectedRows;
import io.keelson.api.retraining.check.LiveFeed;
import io.keelson.api.retraining.check.NewestVersion;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.PolicyRows;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks at rights, data, feed and budget, and has the challenger trained where all is well. */
@ApplicationScoped
public class Checking {
  /** The alias that a policy moves. */
  public static final String CHAMPION = "champion";

  /** Then what is still being validated is left out. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private static final String TRAINER = "tabular";
  private static final String DATA = "data";

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Models models;
  private final DatasetGates gates;
  private final JobSubmission jobs;
  private final LiveFeed feed;
  private final RunBudget budget;
  private final RunMessages messages;
  private final RunMoves moves;

  public Checking(
      TenantDatabase database,
      Mutations mutations,
      Models models,
      DatasetGates gates,
      JobSubmission jobs,
      LiveFeed feed,
      RunBudget budget,
      RunMessages messages,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.models = models;
    this.gates = gates;
    this.jobs = jobs;
    this.feed = feed;
    this.budget = budget;
    this.messages = messages;
    this.moves = moves;
  }

  void step(Principal principal, RetrainingRun run) {
    BigDecimal estimate = budget.estimate(principal.tenantId(), run);
    Optional<LiveFeed.Seen> live = feed.of(principal.tenantId(), run.evidence());
    boolean mayTrain =
        database.transact(principal.tenantId(), tx -> look(tx, principal, run, live, estimate));
    if (mayTrain) {
      train(principal, run);
    }
  }

  /**
   * What fails declines the run here; else what it found is kept, and the training may begin: its
   * estimate is held from the budgets from now on. While newer data is being validated, or only
   * what other runs may still cost is missing, it waits, and holds nothing.
   */
  private boolean look(
      Transaction tx,
      Principal principal,
      RetrainingRun run,
      Optional<LiveFeed.Seen> live,
      BigDecimal estimate) {
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    RunChecks.Data data = data(tx, locked);
    RunBudget.Left left = budget.left(tx, locked);
    String awaited = awaited(locked, data, estimate, left);
    if (awaited != null) {
      hold(tx, run, null);
      moves.await(tx, locked, awaited);
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
      String reason =
          failed.stream()
              .map(check -> check.name() + ": " + check.seen())
              .collect(Collectors.joining("; "));
      moves.end(tx, locked, RetrainingStatus.DECLINED, reason);
      tell(tx, locked, failed);
    }
    return failed.isEmpty();
  }

  /** Of what lies with people, and no other run will find better. */
  private void tell(Transaction tx, RetrainingRun run, List<RunChecks.Check> failed) {
    for (RunChecks.Check check : failed) {
      switch (check.name()) {
        case "FEED" -> messages.brokenFeed(tx, run, check.seen());
        case "RIGHTS" -> messages.rightsEnded(tx, run, check.seen());
        default -> {}
      }
    }
  }

  static void hold(Transaction tx, RetrainingRun run, BigDecimal estimate) {
    tx.update(
        "UPDATE catalog.retraining_run SET estimate = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        run.id(),
        estimate);
  }

  /** Null where there is nothing to wait for, or that for too long already. */
  private String awaited(
      RetrainingRun run, RunChecks.Data data, BigDecimal estimate, RunBudget.Left left) {
    if (run.createdAt().plus(PATIENCE).isBefore(moves.now())) {
      return null;
    }
    if (data.newest().awaited() != null) {
      return "version " + data.newest().awaited() + " of its data is being validated";
    }
    if (data.evaluation().awaited() != null) {
      return "version "
          + data.evaluation().awaited()
          + " of its evaluation data is being validated";
    }
    return left != null && left.isHeldFrom(estimate)
        ? "what is left of the budgets is held for other retrainings"
        : null;
  }

  private RunChecks.Data data(Transaction tx, RetrainingRun run) {
    UUID modelId = PolicyRows.get(tx, run.policyId()).modelId();
    UUID champion = models.aliasTarget(tx, modelId, CHAMPION).orElse(null);
    return new RunChecks.Data(
        champion,
        run.transformVersionId() == null
            ? NewestVersion.of(tx, gates, run.spec().datasetId())
            : NewestVersion.made(tx, gates, run.transformVersionId()),
        NewestVersion.of(tx, gates, run.spec().evaluationDatasetId()),
        CollectedRows.since(tx, run.policyId(), run.spec().datasetId()),
        lastTrained(tx, run, champion));
  }

  private static UUID lastTrained(Transaction tx, RetrainingRun run, UUID champion) {
    return tx.one(
            """
            SELECT r.training_version_id AS id
            FROM catalog.retraining_run r
            JOIN catalog.dataset_version v ON v.tenant_id = r.tenant_id AND v.id = r.training_version_id
            WHERE r.tenant_id = $1 AND r.policy_id = $2 AND r.trained_at IS NOT NULL AND v.dataset_id = $3
            ORDER BY r.id DESC
            LIMIT 1
            """,
            tx.tenantId(),
            run.policyId(),
            run.spec().trainedDatasetId())
        .or(
            () ->
                tx.one(
                    """
                    SELECT d.dataset_version_id AS id
                    FROM catalog.model_version m
                    JOIN catalog.run_dataset d ON d.tenant_id = m.tenant_id AND d.run_id = m.run_id
                    JOIN catalog.dataset_version v ON v.tenant_id = d.tenant_id AND v.id = d.dataset_version_id
                    WHERE m.tenant_id = $1 AND m.id = $2 AND v.dataset_id = $3
                    ORDER BY v.number DESC
                    LIMIT 1
                    """,
                    tx.tenantId(),
                    champion,
                    run.spec().trainedDatasetId()))
        .map(row -> row.getUUID("id"))
        .orElse(null);
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
        DataGate.VALIDATED);
  }
}
