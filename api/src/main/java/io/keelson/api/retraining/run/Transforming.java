package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.retraining.check.NewestVersion;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.transform.TransformFormat;
import io.keelson.api.transform.TransformSource;
import io.keelson.api.transform.TransformSubmission;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Has the policy's transform make what is trained on, of the newest VALIDATED version: the job that
 * anybody's transform is, as CSV, which the trainer reads. Where the same was made before, nothing
 * runs.
 */
@ApplicationScoped
public class Transforming {
  /** Then what is still being validated is left out. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final TenantDatabase database;
  private final Mutations mutations;
  private final DatasetGates gates;
  private final TransformSubmission transforms;
  private final RunBudget budget;
  private final RunMessages messages;
  private final RunMoves moves;

  public Transforming(
      TenantDatabase database,
      Mutations mutations,
      DatasetGates gates,
      TransformSubmission transforms,
      RunBudget budget,
      RunMessages messages,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.gates = gates;
    this.transforms = transforms;
    this.budget = budget;
    this.messages = messages;
    this.moves = moves;
  }

  void step(Principal principal, RetrainingRun run) {
    if (run.transformVersionId() != null) {
      database.transact(principal.tenantId(), tx -> follow(tx, run));
      return;
    }
    BigDecimal estimate = budget.estimate(principal.tenantId(), run);
    database
        .transact(principal.tenantId(), tx -> look(tx, principal, run, estimate))
        .ifPresent(source -> submit(principal, run, source));
  }

  /** What to read; empty where the run is DECLINED here, or waits. */
  private Optional<UUID> look(
      Transaction tx, Principal principal, RetrainingRun run, BigDecimal estimate) {
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    NewestVersion source = NewestVersion.of(tx, gates, run.spec().datasetId());
    RunBudget.Left left = budget.left(tx, locked);
    Optional<String> awaited = awaited(locked, source, estimate, left);
    if (awaited.isPresent()) {
      Checking.hold(tx, run, null);
      moves.await(tx, locked, awaited.get());
      return Optional.empty();
    }
    Optional<RunChecks.Check> failed =
        RunChecks.beforeTransform(
            principal,
            run.projectId(),
            run.spec(),
            source,
            new RunChecks.Costs(estimate, left == null ? null : left.amount()));
    if (failed.isPresent()) {
      RunChecks.Check check = failed.get();
      moves.end(tx, locked, RetrainingStatus.DECLINED, check.name() + ": " + check.seen());
      if (check.name().equals("RIGHTS")) {
        messages.rightsEnded(tx, locked, check.seen());
      }
      return Optional.empty();
    }
    Checking.hold(tx, run, estimate);
    return Optional.of(source.id());
  }

  private Optional<String> awaited(
      RetrainingRun run, NewestVersion source, BigDecimal estimate, RunBudget.Left left) {
    if (run.createdAt().plus(PATIENCE).isBefore(moves.now())) {
      return Optional.empty();
    }
    if (source.awaited() != null) {
      return Optional.of("version " + source.awaited() + " of its data is being validated");
    }
    return left != null && left.isHeldFrom(estimate)
        ? Optional.of("what is left of the budgets is held for other retrainings")
        : Optional.empty();
  }

  /** One transaction with the run's own row: whoever dies before has submitted nothing. */
  private void submit(Principal principal, RetrainingRun run, UUID sourceId) {
    Caller caller = ActingFor.caller(principal, run);
    PolicySpec.Transform transform = run.spec().transform();
    mutations.run(
        caller,
        "runTransform",
        Map.of("retrainingRun", run.id()),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          TransformSubmission.Submitted submitted =
              transforms.submit(
                  tx,
                  caller,
                  new TransformSubmission.NewTransform(
                      transform.datasetId(),
                      transform.sql(),
                      List.of(new TransformSource(PolicySpec.Transform.INPUT, sourceId)),
                      null,
                      null,
                      DataGate.VALIDATED,
                      TransformFormat.CSV),
                  null);
          tx.update(
              """
              UPDATE catalog.retraining_run
              SET source_version_id = $3, transform_version_id = $4, transform_job_id = $5, version = version + 1,
                due_at = $6
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              locked.id(),
              sourceId,
              submitted.versionId(),
              submitted.jobId(),
              moves.now());
          return submitted.changed();
        });
  }

  /** It is made, or nothing could be made: whether it is good enough is looked at afterwards. */
  private Void follow(Transaction tx, RetrainingRun run) {
    record Made(int number, String status, long files, String rejection) {}
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    Made made =
        tx.one(
                """
                SELECT number, status, coalesce(files, 0) AS files, rejection
                FROM catalog.dataset_version
                WHERE tenant_id = $1 AND id = $2
                """,
                tx.tenantId(),
                run.transformVersionId())
            .map(
                row ->
                    new Made(
                        row.getInteger("number"),
                        row.getString("status"),
                        row.getLong("files"),
                        row.getString("rejection")))
            .orElseThrow();
    if (made.status().equals("MAKING")) {
      moves.await(tx, locked, null);
    } else if (made.status().equals("REJECTED") && made.files() == 0) {
      moves.end(tx, locked, RetrainingStatus.DECLINED, "transforming: " + made.rejection());
    } else {
      moves.move(tx, locked, RetrainingStatus.CHECKING);
    }
    return null;
  }
}
