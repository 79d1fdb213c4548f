package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.retraining.check.LiveFeed;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.transform.Again;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Has the policy's transform make what is trained on, of the newest VALIDATED version, or of those
 * that were collected since the last training: the job that anybody's transform is, as CSV, which
 * the trainer reads. Where the same was made before, nothing runs; nor where it was REJECTED before
 * and would be again.
 */
@ApplicationScoped
public class Transforming {
  private final TenantDatabase database;
  private final Mutations mutations;
  private final DatasetGates gates;
  private final TransformSubmission transforms;
  private final RunData data;
  private final LiveFeed feed;
  private final RunBudget budget;
  private final RunMessages messages;
  private final RunMoves moves;

  public Transforming(
      TenantDatabase database,
      Mutations mutations,
      DatasetGates gates,
      TransformSubmission transforms,
      RunData data,
      LiveFeed feed,
      RunBudget budget,
      RunMessages messages,
      RunMoves moves) {
    this.database = database;
    this.mutations = mutations;
    this.gates = gates;
    this.transforms = transforms;
    this.data = data;
    this.feed = feed;
    this.budget = budget;
    this.messages = messages;
    this.moves = moves;
  }

  /** Each oldest first. */
  private record Reads(List<UUID> data, List<UUID> labels) {
    List<TransformSource> sources() {
      return Stream.concat(
              data.stream().map(id -> new TransformSource(PolicySpec.Transform.INPUT, id)),
              labels.stream().map(id -> new TransformSource(PolicySpec.Transform.LABELS, id)))
          .toList();
    }
  }

  void step(Principal principal, RetrainingRun run) {
    if (run.transformVersionId() != null) {
      database.transact(principal.tenantId(), tx -> follow(tx, run));
      return;
    }
    BigDecimal estimate = budget.estimate(principal.tenantId(), run);
    Optional<LiveFeed.Seen> live =
        feed.of(
            principal.tenantId(),
            run.evidence(),
            run.kind() == TriggerKind.BY_HAND,
            run.spec().endpointId());
    boolean isRollingOut = data.isRollingOut(principal.tenantId(), run);
    database
        .transact(
            principal.tenantId(), tx -> look(tx, principal, run, live, isRollingOut, estimate))
        .ifPresent(reads -> submit(principal, run, reads));
  }

  /** What to read; empty where the run is DECLINED here, or waits. */
  private Optional<Reads> look(
      Transaction tx,
      Principal principal,
      RetrainingRun run,
      Optional<LiveFeed.Seen> live,
      boolean isRollingOut,
      BigDecimal estimate) {
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    RunChecks.Data seen = data.of(tx, locked);
    RunBudget.Left left = budget.left(tx, locked);
    Optional<String> awaited =
        RunData.awaited(tx, locked, seen, isRollingOut, estimate, left, moves.now());
    if (awaited.isPresent()) {
      Checking.hold(tx, run, null);
      moves.await(tx, locked, awaited.get());
      return Optional.empty();
    }
    Reads reads = new Reads(data.sources(tx, locked, seen), data.labels(tx, locked));
    boolean lacksLabels =
        run.spec().transform().labelsDatasetId() != null && reads.labels().isEmpty();
    List<RunChecks.Check> failed =
        RunChecks.beforeTransform(
            tx,
            gates,
            principal,
            run.projectId(),
            run.spec(),
            seen,
            live,
            new RunChecks.Costs(estimate, left == null ? null : left.amount()),
            new RunChecks.Transform(
                reads.data(),
                lacksLabels,
                !reads.data().isEmpty()
                    && transforms.runs(tx, principal, transform(run, reads), again(run))));
    if (!failed.isEmpty()) {
      moves.end(tx, locked, RetrainingStatus.DECLINED, RunChecks.reason(failed));
      messages.failed(tx, locked, failed);
      return Optional.empty();
    }
    Checking.hold(tx, run, estimate);
    return Optional.of(reads);
  }

  /** Whoever starts a run by hand may have mended what had the transform fail. */
  private static Again again(RetrainingRun run) {
    return run.kind() == TriggerKind.BY_HAND
        ? Again.REJECTED_TAKEN
        : Again.REJECTED_AND_FAILED_TAKEN;
  }

  private static TransformSubmission.NewTransform transform(RetrainingRun run, Reads reads) {
    PolicySpec.Transform transform = run.spec().transform();
    return new TransformSubmission.NewTransform(
        transform.datasetId(),
        transform.sql(),
        reads.sources(),
        null,
        null,
        DataGate.VALIDATED,
        TransformFormat.CSV);
  }

  /** One transaction with the run's own row: whoever dies before has submitted nothing. */
  private void submit(Principal principal, RetrainingRun run, Reads reads) {
    Caller caller = ActingFor.caller(principal, run);
    mutations.run(
        caller,
        "runTransform",
        Map.of("retrainingRun", run.id()),
        tx -> {
          RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
          TransformSubmission.Submitted submitted =
              transforms.submit(tx, caller, transform(run, reads), null, again(run));
          tx.update(
              """
              UPDATE catalog.retraining_run r
              SET source_version_id = $3, transform_version_id = $4, transform_job_id = $5,
                transform_reused = v.status <> 'MAKING', version = r.version + 1, due_at = $6
              FROM catalog.dataset_version v
              WHERE r.tenant_id = $1 AND r.id = $2 AND v.tenant_id = $1 AND v.id = $4
              """,
              tx.tenantId(),
              locked.id(),
              reads.data().getLast(),
              submitted.versionId(),
              submitted.jobId(),
              moves.now());
          return submitted.changed();
        });
  }

  /** It is made, or nothing could be made: whether it is good enough is looked at afterwards. */
  private Void follow(Transaction tx, RetrainingRun run) {
    record Made(int number, String status, int files) {}
    RetrainingRun locked = RunRows.lock(tx, run.id(), run.version());
    Made made =
        tx.one(
                """
                SELECT number, status, files
                FROM catalog.dataset_version
                WHERE tenant_id = $1 AND id = $2
                """,
                tx.tenantId(),
                run.transformVersionId())
            .map(
                row ->
                    new Made(
                        row.getInteger("number"), row.getString("status"), row.getInteger("files")))
            .orElseThrow();
    boolean isNothing = made.status().equals("REJECTED") && made.files() == 0;
    if (made.status().equals("MAKING")) {
      moves.await(tx, locked, null);
    } else if (isNothing && run.transformJobId() == null && !run.transformReused()) {
      forget(tx, locked);
    } else if (isNothing) {
      String before = run.transformReused() ? "the same was rejected before: " : "";
      moves.end(
          tx,
          locked,
          RetrainingStatus.DECLINED,
          "transforming: %sits transform failed or left nothing, version %d says why"
              .formatted(before, made.number()));
    } else {
      moves.move(tx, locked, RetrainingStatus.CHECKING);
    }
    return null;
  }

  /** Somebody else's job made nothing of it: the run asks for it itself. */
  private void forget(Transaction tx, RetrainingRun run) {
    tx.update(
        """
        UPDATE catalog.retraining_run
        SET source_version_id = NULL, transform_version_id = NULL, version = version + 1, due_at = $3
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        run.id(),
        moves.now());
  }
}
