package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * How rules are read; one that is deleted looks like none, as members and teams do who have left.
 */
final class AlertRuleRows {
  static final String WHAT = "alert rule";

  /** Deleted ones too; to go on with AND. */
  static final String EVER =
      """
      SELECT r.id, r.project_id, r.name, r.kind, r.endpoint_id, r.threshold, r.window_s, r.for_s, r.severity,
        r.channel_ids,
        ARRAY(
          SELECT m.id FROM tenancy.member m
          WHERE m.tenant_id = r.tenant_id AND m.id = ANY (r.member_ids) ORDER BY m.id) AS member_ids,
        ARRAY(
          SELECT t.id FROM tenancy.team t
          WHERE t.tenant_id = r.tenant_id AND t.id = ANY (r.team_ids) ORDER BY t.id) AS team_ids,
        r.silenced_until, r.silence_reason, r.silenced_by, r.silenced_by_kind, r.silenced_by_id,
        r.next_check_at, r.created_at, r.created_by, r.created_by_kind, r.created_by_id, r.version
      FROM catalog.alert_rule r
      WHERE r.tenant_id = $1\s""";

  static final String SELECT = EVER + "AND r.deleted_at IS NULL ";

  private AlertRuleRows() {}

  static AlertRule rule(Row row) {
    return new AlertRule(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        new AlertRule.Condition(
            AlertRuleKind.valueOf(row.getString("kind")),
            row.getUUID("endpoint_id"),
            row.getDouble("threshold"),
            Duration.ofSeconds(row.getInteger("window_s")),
            Duration.ofSeconds(row.getInteger("for_s"))),
        AlertSeverity.valueOf(row.getString("severity")),
        new AlertRoute(
            List.of(row.getArrayOfUUIDs("channel_ids")),
            List.of(row.getArrayOfUUIDs("member_ids")),
            List.of(row.getArrayOfUUIDs("team_ids"))),
        row.getOffsetDateTime("silenced_until"),
        row.getString("silence_reason"),
        row.getString("silenced_by") == null ? null : Actor.of(row, "silenced_by"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }

  /** Nobody else changes it, or looks for it, until the transaction ends. */
  static AlertRule lock(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND r.id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
        .map(AlertRuleRows::rule)
        .orElseThrow(() -> new NotFound(WHAT));
  }
}
