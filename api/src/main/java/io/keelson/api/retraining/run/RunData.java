package io.keelson.api.retraining.run;

import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.retraining.check.NewVersions;
import io.keelson.api.retraining.check.NewestVersion;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a run would train on and be scored on, as it is now, and what of it is waited for. */
@ApplicationScoped
class RunData {
  /** Of each state, since it began: then what is still being validated is left out. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Models models;
  private final DatasetGates gates;
  private final RolloutReads rollouts;

  public RunData(Models models, DatasetGates gates, RolloutReads rollouts) {
    this.models = models;
    this.gates = gates;
    this.rollouts = rollouts;
  }

  /**
   * Whether its endpoint is on its way to another revision. A champion that is about to be replaced
   * is nothing to compare a challenger with.
   */
  boolean isRollingOut(UUID tenantId, RetrainingRun run) {
    UUID endpointId = run.spec().endpointId();
    return endpointId != null && !rollouts.underWay(tenantId, List.of(endpointId)).isEmpty();
  }

  /** To train on is what its transform has made; before that, what the transform would read. */
  RunChecks.Data of(Transaction tx, RetrainingRun run) {
    UUID modelId = PolicyRows.get(tx, run.policyId()).modelId();
    UUID champion = models.aliasTarget(tx, modelId, Checking.CHAMPION).orElse(null);
    return new RunChecks.Data(
        champion,
        run.transformVersionId() == null
            ? NewestVersion.of(tx, gates, run.spec().datasetId())
            : NewestVersion.made(tx, gates, run.transformVersionId()),
        NewestVersion.of(tx, gates, run.spec().evaluationDatasetId()),
        () -> NewVersions.since(tx, gates, run.policyId(), run.spec().datasetId()),
        lastTrained(tx, run, champion));
  }

  /**
   * What its transform is to read as one table, the newest last: of collected data all that came
   * since the last training, or what that read where nothing did; of other data the newest version.
   *
   * @param seen before the transform
   */
  List<UUID> sources(Transaction tx, RetrainingRun run, RunChecks.Data seen) {
    if (!seen.newest().isFound()) {
      return List.of();
    }
    List<UUID> newest = List.of(seen.newest().id());
    Optional<NewVersions> since = seen.since().get();
    if (since.isEmpty()) {
      return newest;
    }
    List<UUID> read =
        since.get().versions().isEmpty()
            ? NewVersions.readLast(tx, gates, run.policyId(), run.spec().datasetId())
            : since.get().versions();
    return read.isEmpty() ? newest : read;
  }

  /** What its transform is to know as labels; none where it names no data set of them. */
  List<UUID> labels(Transaction tx, RetrainingRun run) {
    UUID datasetId = run.spec().transform().labelsDatasetId();
    return datasetId == null ? List.of() : NewVersions.labels(tx, gates, datasetId);
  }

  /**
   * What the run waits for, in words; empty where there is nothing, or that for too long already.
   *
   * @param isRollingOut see {@link #isRollingOut}
   * @param left null where no budget is set
   */
  static Optional<String> awaited(
      Transaction tx,
      RetrainingRun run,
      RunChecks.Data data,
      boolean isRollingOut,
      BigDecimal estimate,
      RunBudget.Left left,
      OffsetDateTime now) {
    if (RunRows.since(tx, run).plus(PATIENCE).isBefore(now)) {
      return Optional.empty();
    }
    if (data.newest().awaited() != null) {
      return Optional.of("version " + data.newest().awaited() + " of its data is being validated");
    }
    if (data.evaluation().awaited() != null) {
      return Optional.of(
          "version " + data.evaluation().awaited() + " of its evaluation data is being validated");
    }
    if (isRollingOut) {
      return Optional.of("a rollout is under way at its endpoint");
    }
    return left != null && left.isHeldFrom(estimate)
        ? Optional.of("what is left of the budgets is held for other retrainings")
        : Optional.empty();
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
}
