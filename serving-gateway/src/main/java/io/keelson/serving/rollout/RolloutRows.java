package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rollouts as rows, and the one place that writes their status. */
final class RolloutRows {
  static final String WHAT = "rollout";
  static final String COLUMNS =
      """
      id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s, min_requests, alpha,
      pause_limit_s, sticky_header, step, step_since, paused_since, paused_until, pause, refusals_known, reason, created_by, created_by_kind, created_by_id,
      created_at, ended_at, version\
      """;

  private RolloutRows() {}

  static List<Step> steps(Row row) {
    List<Step> steps = new ArrayList<>();
    Integer[] weights = row.getArrayOfIntegers("weights");
    Integer[] holds = row.getArrayOfIntegers("hold_s");
    for (int i = 0; i < weights.length; i++) {
      steps.add(new Step(weights[i], Duration.ofSeconds(holds[i])));
    }
    return steps;
  }

  static Integer[] weights(List<Step> steps) {
    return steps.stream().map(Step::weight).toArray(Integer[]::new);
  }

  static Integer[] holds(List<Step> steps) {
    return steps.stream().map(step -> (int) step.hold().toSeconds()).toArray(Integer[]::new);
  }

  static Rollout rollout(Row row) {
    String pause = row.getString("pause");
    return new Rollout(
        row.getUUID("id"),
        row.getUUID("endpoint_id"),
        row.getUUID("project_id"),
        row.getUUID("baseline_id"),
        row.getUUID("candidate_id"),
        RolloutStatus.valueOf(row.getString("status")),
        steps(row),
        row.getLong("min_requests"),
        row.getDouble("alpha"),
        Duration.ofSeconds(row.getInteger("pause_limit_s")),
        row.getString("sticky_header"),
        row.getInteger("step"),
        row.getOffsetDateTime("step_since"),
        row.getOffsetDateTime("paused_since"),
        row.getOffsetDateTime("paused_until"),
        pause == null ? null : RolloutPause.valueOf(pause),
        row.getBoolean("refusals_known"),
        row.getString("reason"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("ended_at"),
        row.getInteger("version"));
  }

  static Rollout lock(Transaction tx, UUID id) {
    return tx.one(
            "SELECT "
                + COLUMNS
                + " FROM serving.rollout WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            id)
        .map(RolloutRows::rollout)
        .orElseThrow(() -> new NotFound(WHAT));
  }

  /** The endpoint that it is of; its row is locked before the rollout's. */
  static Optional<UUID> endpointOf(Transaction tx, UUID id) {
    return tx.one(
            "SELECT endpoint_id FROM serving.rollout WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            id)
        .map(row -> row.getUUID("endpoint_id"));
  }

  /** Those that are under way, in the order in which endpoints are locked. */
  static List<UUID> underWay(Transaction tx) {
    return tx.list(
        row -> row.getUUID("id"),
        """
        SELECT id FROM serving.rollout
        WHERE tenant_id = $1 AND ended_at IS NULL
        ORDER BY endpoint_id::text
        """,
        tx.tenantId());
  }

  static List<UUID> underWay(Transaction tx, UUID projectId) {
    return tx.list(
        row -> row.getUUID("id"),
        """
        SELECT id FROM serving.rollout
        WHERE tenant_id = $1 AND project_id = $2 AND ended_at IS NULL
        ORDER BY endpoint_id::text
        """,
        tx.tenantId(),
        projectId);
  }

  static void insert(
      Transaction tx,
      UUID id,
      UUID projectId,
      UUID baselineId,
      NewRollout wanted,
      Actor by,
      OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO serving.rollout
          (tenant_id, id, endpoint_id, project_id, baseline_id, candidate_id, status, weights, hold_s, min_requests,
           alpha, pause_limit_s, sticky_header, step, next_check_at, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, 'PENDING', $7, $8, $9, $10, $11, $16, 0, $12, $13, $14, $15, $12)
        """,
        tx.tenantId(),
        id,
        wanted.endpointId(),
        projectId,
        baselineId,
        wanted.candidateId(),
        weights(wanted.steps()),
        holds(wanted.steps()),
        wanted.minRequests(),
        wanted.alpha(),
        (int) wanted.pauseLimit().toSeconds(),
        now,
        by.label(),
        by.kind().name(),
        by.id(),
        wanted.stickyHeader());
  }

  /**
   * @param since from when the step's time counts
   */
  static void inStep(
      Transaction tx, Rollout rollout, int step, OffsetDateTime since, OffsetDateTime now) {
    to(rollout, RolloutStatus.STEPPING);
    tx.update(
        """
        UPDATE serving.rollout
        SET status = 'STEPPING', step = $3, step_since = $4, pause = NULL, paused_since = NULL, paused_until = NULL, next_check_at = $5,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        rollout.id(),
        step,
        since,
        now);
  }

  /** The step goes on, with the time that it has had. */
  static void goOn(Transaction tx, Rollout rollout, OffsetDateTime now) {
    inStep(tx, rollout, rollout.step(), rollout.stepSince(), now);
  }

  /** Its refusals pause it no more. */
  static void refusalsKnown(Transaction tx, Rollout rollout) {
    tx.update(
        "UPDATE serving.rollout SET refusals_known = true WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        rollout.id());
  }

  static void paused(Transaction tx, Rollout rollout, RolloutPause why, OffsetDateTime now) {
    to(rollout, RolloutStatus.PAUSED);
    tx.update(
        """
        UPDATE serving.rollout
        SET status = 'PAUSED', pause = $3, paused_until = $4, paused_since = $5, next_check_at = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        rollout.id(),
        why.name(),
        now.plus(rollout.pauseLimit()),
        now);
  }

  static void extended(Transaction tx, Rollout rollout, OffsetDateTime until) {
    tx.update(
        "UPDATE serving.rollout SET paused_until = $3, version = version + 1 WHERE tenant_id = $1"
            + " AND id = $2",
        tx.tenantId(),
        rollout.id(),
        until);
  }

  static void ended(
      Transaction tx, Rollout rollout, RolloutStatus end, String reason, OffsetDateTime now) {
    to(rollout, end);
    tx.update(
        """
        UPDATE serving.rollout
        SET status = $3, reason = left($4, 1000), ended_at = $5, pause = NULL, paused_since = NULL, paused_until = NULL,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        rollout.id(),
        end.name(),
        reason,
        now);
    CountRows.addUp(tx, rollout.id());
  }

  private static void to(Rollout rollout, RolloutStatus next) {
    boolean anotherStep =
        rollout.status() == RolloutStatus.STEPPING && next == RolloutStatus.STEPPING;
    if (!anotherStep && !rollout.status().next().contains(next)) {
      throw new IllegalStateException(
          "a rollout goes from "
              + rollout.status()
              + " to "
              + rollout.status().next()
              + ", not to "
              + next);
    }
  }

  static void checkAgain(Transaction tx, UUID id, OffsetDateTime at) {
    tx.update(
        "UPDATE serving.rollout SET next_check_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        id,
        at);
  }
}
