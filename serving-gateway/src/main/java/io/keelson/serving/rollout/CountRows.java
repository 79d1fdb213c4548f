package io.keelson.serving.rollout;

import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the steps of rollouts have counted, as rows; see {@link StepCounts}. */
final class CountRows {
  private static final UUID NOBODY = new UUID(0, 0);

  /**
   * What all processes counted, with the first error and the first refusal of each sticky key, and
   * about how many of these there were.
   */
  static final String COUNTS =
      """
      SELECT rollout_id, step,
        round(sum(baseline_requests))::bigint AS baseline_requests, sum(baseline_errors)::bigint AS baseline_errors,
        sum(baseline_caller_errors)::bigint AS baseline_caller_errors,
        round(sum(candidate_requests))::bigint AS candidate_requests, sum(candidate_errors)::bigint AS candidate_errors,
        sum(candidate_caller_errors)::bigint AS candidate_caller_errors
      FROM (
        SELECT rollout_id, step, baseline_requests + coalesce(serving.keys_of(baseline_keys), 0) AS baseline_requests,
          baseline_errors, baseline_caller_errors,
          candidate_requests + coalesce(serving.keys_of(candidate_keys), 0) AS candidate_requests,
          candidate_errors, candidate_caller_errors
        FROM serving.rollout_count
        WHERE tenant_id = $1 AND rollout_id = ANY ($2)
        UNION ALL
        SELECT rollout_id, step, 0, (NOT candidate AND NOT refusal)::int, (NOT candidate AND refusal)::int,
          0, (candidate AND NOT refusal)::int, (candidate AND refusal)::int
        FROM serving.rollout_failed_key
        WHERE tenant_id = $1 AND rollout_id = ANY ($2)
      ) AS seen
      GROUP BY rollout_id, step
      """;

  private CountRows() {}

  static StepCounts counts(Row row) {
    return new StepCounts(
        row.getLong("baseline_requests"),
        row.getLong("baseline_errors"),
        row.getLong("baseline_caller_errors"),
        row.getLong("candidate_requests"),
        row.getLong("candidate_errors"),
        row.getLong("candidate_caller_errors"));
  }

  static Map<Integer, StepCounts> counts(Transaction tx, UUID id) {
    Map<Integer, StepCounts> byStep = new HashMap<>();
    tx.query(COUNTS, tx.tenantId(), new UUID[] {id})
        .forEach(row -> byStep.put(row.getInteger("step"), counts(row)));
    return byStep;
  }

  /** As counts of nobody's process. No gateway comes between: its rollout's row is locked. */
  static void addUp(Transaction tx, UUID id) {
    Map<Integer, StepCounts> byStep = counts(tx, id);
    for (String table : List.of("rollout_count", "rollout_failed_key")) {
      tx.update(
          "DELETE FROM serving." + table + " WHERE tenant_id = $1 AND rollout_id = $2",
          tx.tenantId(),
          id);
    }
    tx.batch(
        """
        INSERT INTO serving.rollout_count
          (tenant_id, rollout_id, step, instance_id, baseline_requests, baseline_errors, baseline_caller_errors,
           candidate_requests, candidate_errors, candidate_caller_errors)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        byStep.entrySet().stream()
            .map(of -> row(tx.tenantId(), id, of.getKey(), of.getValue()))
            .toList());
  }

  private static Tuple row(UUID tenantId, UUID id, int step, StepCounts counts) {
    return Tuple.from(
        List.of(
            tenantId,
            id,
            step,
            NOBODY,
            counts.baselineRequests(),
            counts.baselineErrors(),
            counts.baselineCallerErrors(),
            counts.candidateRequests(),
            counts.candidateErrors(),
            counts.candidateCallerErrors()));
  }
}
