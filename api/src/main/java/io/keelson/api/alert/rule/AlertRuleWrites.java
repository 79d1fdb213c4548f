package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** How rules are written. */
final class AlertRuleWrites {
  private AlertRuleWrites() {}

  /**
   * @throws Conflict when the project or the tenant has as many as it may
   */
  static void requireRoom(Transaction tx, UUID projectId) {
    // One after the other, so that those who come at once are counted.
    tx.query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "alert-rules/" + tx.tenantId());
    var there =
        tx.one(
                """
                SELECT count(*) AS of_tenant, count(*) FILTER (WHERE project_id = $2) AS of_project
                FROM catalog.alert_rule
                WHERE tenant_id = $1 AND deleted_at IS NULL
                """,
                tx.tenantId(),
                projectId)
            .orElseThrow();
    if (there.getLong("of_project") >= AlertRules.MAX_OF_PROJECT) {
      throw new Conflict("a project has at most " + AlertRules.MAX_OF_PROJECT + " rules");
    }
    if (there.getLong("of_tenant") >= AlertRules.MAX_OF_TENANT) {
      throw new Conflict("an organisation has at most " + AlertRules.MAX_OF_TENANT + " rules");
    }
  }

  /**
   * @throws NotFound when one of them is no channel of the project
   */
  static void requireChannels(Transaction tx, UUID projectId, List<UUID> channels) {
    long found =
        tx.one(
                """
                SELECT count(*) AS found
                FROM catalog.alert_channel
                WHERE tenant_id = $1 AND project_id = $2 AND id = ANY ($3) AND deleted_at IS NULL
                """,
                tx.tenantId(),
                projectId,
                channels.toArray(UUID[]::new))
            .orElseThrow()
            .getLong("found");
    if (found != channels.size()) {
      throw new NotFound("channel");
    }
  }

  static void insert(
      Transaction tx,
      Principal principal,
      UUID id,
      AlertRules.NewRule input,
      Instant firstLook,
      Instant now) {
    AlertRule.Condition condition = input.condition();
    tx.update(
        """
        INSERT INTO catalog.alert_rule
          (tenant_id, id, project_id, name, kind, endpoint_id, threshold, window_s, for_s, severity, channel_ids,
           member_ids, team_ids, next_check_at, created_at, created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """,
        tx.tenantId(),
        id,
        input.projectId(),
        input.name(),
        condition.kind().name(),
        condition.endpointId(),
        condition.threshold(),
        (int) condition.window().toSeconds(),
        (int) condition.lasting().toSeconds(),
        input.severity().name(),
        input.route().channelIds().toArray(UUID[]::new),
        input.route().memberIds().toArray(UUID[]::new),
        input.route().teamIds().toArray(UUID[]::new),
        OffsetDateTime.ofInstant(firstLook, ZoneOffset.UTC),
        OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
        principal.label(),
        principal.kind().name(),
        principal.id());
  }

  static void update(Transaction tx, AlertRules.RuleUpdate input) {
    tx.update(
        """
        UPDATE catalog.alert_rule
        SET name = $3, threshold = $4, window_s = $5, for_s = $6, severity = $7, channel_ids = $8,
          member_ids = $9, team_ids = $10,
          version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        input.id(),
        input.name(),
        input.threshold(),
        (int) input.window().toSeconds(),
        (int) input.lasting().toSeconds(),
        input.severity().name(),
        input.route().channelIds().toArray(UUID[]::new),
        input.route().memberIds().toArray(UUID[]::new),
        input.route().teamIds().toArray(UUID[]::new));
  }
}
