package io.keelson.api.retraining.run;

import io.keelson.api.retraining.policy.PolicyJson;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** How runs of policies are read, locked and moved. */
final class RunRows {
  static final String WHAT = "retraining run";

  /** To go on with AND. */
  static final String SELECT =
      """
      SELECT r.id, r.project_id, r.policy_id, r.policy_version, w.spec, r.acts_as, r.acts_as_kind, r.acts_as_id, r.key_id, r.kind, r.evidence, r.triggered_by,
        r.triggered_by_kind, r.triggered_by_id, r.status, r.reason, r.waits_for, r.champion_id, r.challenger_id,
        r.training_version_id, r.evaluation_version_id, r.source_version_id, r.transform_version_id, r.transform_job_id, r.transform_reused, r.train_job_id, r.train_run_id, r.score_job_id, r.rollout_id,
        r.estimate, r.comparison, r.created_at, r.trained_at, r.ended_at, r.version
      FROM catalog.retraining_run r
      JOIN catalog.retraining_policy_version w
        ON w.tenant_id = r.tenant_id AND w.policy_id = r.policy_id AND w.version = r.policy_version
      WHERE r.tenant_id = $1\s""";

  private RunRows() {}

  static RetrainingRun run(Row row) {
    return new RetrainingRun(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("policy_id"),
        row.getInteger("policy_version"),
        PolicyJson.read(row.getJsonObject("spec")),
        Actor.of(row, "acts_as"),
        row.getUUID("key_id"),
        TriggerKind.valueOf(row.getString("kind")),
        row.getJsonObject("evidence"),
        Actor.of(row, "triggered_by"),
        RetrainingStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getString("waits_for"),
        row.getUUID("champion_id"),
        row.getUUID("challenger_id"),
        row.getUUID("training_version_id"),
        row.getUUID("evaluation_version_id"),
        row.getUUID("source_version_id"),
        row.getUUID("transform_version_id"),
        row.getUUID("transform_job_id"),
        row.getBoolean("transform_reused"),
        row.getUUID("train_job_id"),
        row.getUUID("train_run_id"),
        row.getUUID("score_job_id"),
        row.getUUID("rollout_id"),
        row.getBigDecimal("estimate"),
        row.getJsonObject("comparison"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("trained_at"),
        row.getOffsetDateTime("ended_at"),
        row.getInteger("version"));
  }

  static Optional<RetrainingRun> find(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND r.id = $2", tx.tenantId(), id).map(RunRows::run);
  }

  /**
   * Nobody else moves it until the transaction ends.
   *
   * @throws NotFound when there is none
   * @throws Conflict when it has another version
   */
  static RetrainingRun lock(Transaction tx, UUID id, int expectedVersion) {
    RetrainingRun run =
        tx.one(SELECT + "AND r.id = $2 FOR NO KEY UPDATE OF r", tx.tenantId(), id)
            .map(RunRows::run)
            .orElseThrow(() -> new NotFound(WHAT));
    if (run.version() != expectedVersion) {
      throw new Conflict("retraining run has changed since version " + expectedVersion);
    }
    return run;
  }

  /** When it came to stand as it does. */
  static OffsetDateTime since(Transaction tx, RetrainingRun run) {
    return tx.one(
            """
            SELECT at
            FROM catalog.retraining_change
            WHERE tenant_id = $1 AND run_id = $2
            ORDER BY number DESC
            LIMIT 1
            """,
            tx.tenantId(),
            run.id())
        .map(row -> row.getOffsetDateTime("at"))
        .orElse(run.createdAt());
  }

  static void changed(Transaction tx, UUID runId, RetrainingStatus status, OffsetDateTime at) {
    tx.update(
        """
        INSERT INTO catalog.retraining_change (tenant_id, run_id, number, status, at)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4
        FROM catalog.retraining_change
        WHERE tenant_id = $1 AND run_id = $2
        """,
        tx.tenantId(),
        runId,
        status.name(),
        at);
  }
}
