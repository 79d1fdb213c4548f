package io.keelson.api.retraining.run;

import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;

/**
 * How often a policy has trained of late, or had data made that it then did not train on: over its
 * number, no trigger has it do so again.
 */
final class Breaker {
  static final String COUNT =
      """
      SELECT count(*) AS trainings
      FROM catalog.retraining_run
      WHERE tenant_id = $1 AND policy_id = $2
        AND (trained_at >= $3 OR trained_at IS NULL AND transform_job_id IS NOT NULL AND created_at >= $3)
      """;

  private Breaker() {}

  static long trainings(Transaction tx, RetrainingPolicy policy, OffsetDateTime now) {
    return tx.one(COUNT, tx.tenantId(), policy.id(), since(policy, now))
        .orElseThrow()
        .getLong("trainings");
  }

  /** In its period, and no earlier than it was last set. */
  static OffsetDateTime since(RetrainingPolicy policy, OffsetDateTime now) {
    OffsetDateTime begin = now.minus(policy.spec().period());
    return begin.isAfter(policy.countedFrom()) ? begin : policy.countedFrom();
  }
}
