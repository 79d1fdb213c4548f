package io.keelson.api.retraining.trigger;

import io.keelson.api.alert.rule.AlertRuleKind;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * An alert that fires now, of a rule that is there.
 *
 * @param value null where it tells what was spent, since a run is read without COST_READ
 */
record Firing(UUID id, OffsetDateTime firedAt, Double value) {
  private static final String SELECT =
      """
      SELECT a.id, a.fired_at, a.value, r.kind
      FROM catalog.alert a
      JOIN catalog.alert_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
      WHERE a.tenant_id = $1 AND a.rule_id = $2 AND a.status = 'FIRING' AND r.deleted_at IS NULL\s""";

  static Optional<Firing> of(Transaction tx, UUID ruleId) {
    return tx.one(SELECT + "LIMIT 1", tx.tenantId(), ruleId).map(Firing::firing);
  }

  /** Still, although it triggered the policy and the last run put a new model in place since. */
  static Optional<Firing> outlived(Transaction tx, RetrainingPolicy policy) {
    if (policy.spec().alertRuleId() == null) {
      return Optional.empty();
    }
    return tx.one(
            SELECT
                + """
                AND 'PROMOTED' = (
                  SELECT p.status
                  FROM catalog.retraining_run p
                  WHERE p.tenant_id = $1 AND p.policy_id = $3 AND p.trained_at IS NOT NULL
                  ORDER BY p.id DESC
                  LIMIT 1)
                AND EXISTS (
                  SELECT 1
                  FROM catalog.retraining_trigger t
                  WHERE t.tenant_id = $1 AND t.policy_id = $3 AND t.kind = 'ALERT' AND t.subject = a.id::text)
                LIMIT 1
                """,
            tx.tenantId(),
            policy.spec().alertRuleId(),
            policy.id())
        .map(Firing::firing);
  }

  private static Firing firing(Row row) {
    boolean isOfCosts =
        AlertRuleKind.valueOf(row.getString("kind")).reads() == Permission.COST_READ;
    return new Firing(
        row.getUUID("id"),
        row.getOffsetDateTime("fired_at"),
        isOfCosts ? null : row.getDouble("value"));
  }

  JsonObject evidence() {
    JsonObject evidence =
        new JsonObject()
            .put("alertId", id.toString())
            .put("firedAt", firedAt == null ? null : firedAt.toInstant().toString());
    return value == null ? evidence : evidence.put("value", value);
  }
}
