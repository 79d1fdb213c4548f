package io.keelson.api.retraining.trigger;

import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** An alert that fires now. */
record Firing(UUID id, OffsetDateTime firedAt, Double value) {
  private static final String SELECT =
      """
      SELECT a.id, a.fired_at, a.value
      FROM catalog.alert a
      WHERE a.tenant_id = $1 AND a.rule_id = $2 AND a.status = 'FIRING'\s""";

  static Optional<Firing> of(Transaction tx, UUID ruleId) {
    return tx.one(SELECT + "LIMIT 1", tx.tenantId(), ruleId).map(Firing::firing);
  }

  /** Still, although the policy's last run was triggered by it and put a new model in place. */
  static Optional<Firing> outlived(Transaction tx, RetrainingPolicy policy) {
    if (policy.spec().alertRuleId() == null) {
      return Optional.empty();
    }
    return tx.one(
            SELECT
                + """
                AND a.id::text = (
                  SELECT CASE WHEN r.status = 'PROMOTED' THEN r.evidence ->> 'alertId' END
                  FROM catalog.retraining_run r
                  WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL
                  ORDER BY r.id DESC
                  LIMIT 1)
                """,
            tx.tenantId(),
            policy.spec().alertRuleId(),
            policy.id())
        .map(Firing::firing);
  }

  private static Firing firing(Row row) {
    return new Firing(row.getUUID("id"), row.getOffsetDateTime("fired_at"), row.getDouble("value"));
  }

  JsonObject evidence() {
    return new JsonObject()
        .put("alertId", id.toString())
        .put("firedAt", firedAt == null ? null : firedAt.toInstant().toString())
        .put("value", value);
  }
}
