package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** How alerts are read and written. */
final class AlertRows {
  static final String WHAT = "alert";
  private static final int MAX_CHANGES = 100;

  /** To go on with AND; those of a deleted rule look like none. */
  static final String SELECT =
      """
      SELECT a.id, a.rule_id, a.project_id, r.kind, a.status, a.since, a.started_at, a.fired_at, a.told_at, a.ended_at, a.value,
        a.acknowledged_at, a.acknowledged_by, a.acknowledged_by_kind, a.acknowledged_by_id, a.version
      FROM catalog.alert a
      JOIN catalog.alert_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id AND r.deleted_at IS NULL
      WHERE a.tenant_id = $1\s""";

  /** What a rule's kind, and so its alerts, are read with. */
  static final String READS =
      Arrays.stream(AlertRuleKind.values())
          .map(kind -> "WHEN '%s' THEN '%s'".formatted(kind.name(), kind.reads().name()))
          .collect(Collectors.joining(" ", "(CASE r.kind ", " END)"));

  private AlertRows() {}

  static Alert alert(Row row) {
    return new Alert(
        row.getUUID("id"),
        row.getUUID("rule_id"),
        row.getUUID("project_id"),
        AlertRuleKind.valueOf(row.getString("kind")),
        AlertStatus.valueOf(row.getString("status")),
        row.getOffsetDateTime("since"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("fired_at"),
        row.getOffsetDateTime("told_at"),
        row.getOffsetDateTime("ended_at"),
        row.getDouble("value"),
        row.getOffsetDateTime("acknowledged_at"),
        row.getString("acknowledged_by") == null ? null : Actor.of(row, "acknowledged_by"),
        row.getInteger("version"));
  }

  static Alert.Change change(Row row) {
    return new Alert.Change(
        row.getUUID("alert_id"),
        AlertStatus.valueOf(row.getString("status")),
        row.getOffsetDateTime("at"),
        row.getDouble("value"),
        row.getString("evidence"));
  }

  /** The one that goes on; whoever asks has locked the rule. */
  static Optional<Alert> goingOn(Transaction tx, UUID ruleId) {
    return tx.one(
            SELECT + "AND a.rule_id = $2 AND a.ended_at IS NULL FOR NO KEY UPDATE OF a",
            tx.tenantId(),
            ruleId)
        .map(AlertRows::alert);
  }

  static UUID begin(
      Transaction tx, AlertRule rule, AlertState state, Observation seen, OffsetDateTime at) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)
        """,
        tx.tenantId(),
        id,
        rule.id(),
        rule.projectId(),
        state.status().name(),
        at,
        state.hasFired() ? at : null,
        seen.value());
    addChange(tx, id, state.status(), seen, at);
    return id;
  }

  static void move(
      Transaction tx, Alert alert, AlertState state, Observation seen, OffsetDateTime at) {
    tx.update(
        """
        UPDATE catalog.alert
        SET status = $3, since = $4, fired_at = coalesce(fired_at, $5), ended_at = $6, value = $7, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        alert.id(),
        state.status().name(),
        at,
        state.status() == AlertStatus.FIRING ? at : null,
        state.status().isOver() ? at : null,
        seen.value());
    addChange(tx, alert.id(), state.status(), seen, at);
  }

  static void told(Transaction tx, UUID alertId, OffsetDateTime at) {
    tx.update(
        "UPDATE catalog.alert SET told_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        alertId,
        at);
  }

  private static void addChange(
      Transaction tx, UUID alertId, AlertStatus status, Observation seen, OffsetDateTime at) {
    tx.update(
        """
        INSERT INTO catalog.alert_change (tenant_id, alert_id, number, status, at, value, evidence)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6
        FROM catalog.alert_change
        WHERE tenant_id = $1 AND alert_id = $2
        """,
        tx.tenantId(),
        alertId,
        status.name(),
        at,
        seen.value(),
        seen.evidence().encode());
    tx.update(
        """
        DELETE FROM catalog.alert_change
        WHERE tenant_id = $1 AND alert_id = $2 AND number <= (
          SELECT max(number) - $3 FROM catalog.alert_change WHERE tenant_id = $1 AND alert_id = $2)
        """,
        tx.tenantId(),
        alertId,
        MAX_CHANGES);
  }
}
