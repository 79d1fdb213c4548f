package io.keelson.api.alert.channel;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** How channels are written, with their lanes. */
final class ChannelWrites {
  private static final String BY_HAND = "somebody has switched it off";

  private ChannelWrites() {}

  /**
   * @throws Conflict when the project or the tenant has as many as it may
   */
  static void requireRoom(Transaction tx, UUID projectId) {
    // One after the other, so that those who come at once are counted.
    tx.query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "alert-channels/" + tx.tenantId());
    var there =
        tx.one(
                """
                SELECT count(*) AS of_tenant, count(*) FILTER (WHERE project_id = $2) AS of_project
                FROM catalog.alert_channel
                WHERE tenant_id = $1 AND deleted_at IS NULL
                """,
                tx.tenantId(),
                projectId)
            .orElseThrow();
    if (there.getLong("of_project") >= Channels.MAX_OF_PROJECT) {
      throw new Conflict("a project has at most " + Channels.MAX_OF_PROJECT + " channels");
    }
    if (there.getLong("of_tenant") >= Channels.MAX_OF_TENANT) {
      throw new Conflict("an organisation has at most " + Channels.MAX_OF_TENANT + " channels");
    }
  }

  static void insert(
      Transaction tx,
      Principal principal,
      UUID id,
      Channels.NewChannel input,
      List<UUID> members,
      URI address,
      Buffer sealedAddress,
      Buffer sealedSecret,
      OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO catalog.alert_channel
          (tenant_id, id, project_id, name, kind, status, address, host, member_ids, secret, created_at, created_by,
           created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, 'ACTIVE', $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        tx.tenantId(),
        id,
        input.projectId(),
        input.name(),
        input.kind().name(),
        sealedAddress,
        address == null ? null : address.getHost(),
        members.toArray(UUID[]::new),
        sealedSecret,
        now,
        principal.label(),
        principal.kind().name(),
        principal.id());
    tx.update(
        "INSERT INTO catalog.alert_lane (tenant_id, channel_id) VALUES ($1, $2)",
        tx.tenantId(),
        id);
  }

  static void set(
      Transaction tx,
      Channel before,
      Channels.ChannelUpdate input,
      List<UUID> members,
      URI address,
      Buffer ciphertext,
      OffsetDateTime now) {
    boolean active =
        input.isActive() == null ? before.status() == ChannelStatus.ACTIVE : input.isActive();
    String reason = before.disabledReason() == null ? BY_HAND : before.disabledReason();
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET name = coalesce($3, name), address = coalesce($4, address), host = coalesce($5, host),
          member_ids = coalesce($6, member_ids), status = $7, disabled_reason = $8, last_error = NULL,
          last_error_at = NULL, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        before.id(),
        input.name(),
        ciphertext,
        address == null ? null : address.getHost(),
        members == null ? null : members.toArray(UUID[]::new),
        active ? ChannelStatus.ACTIVE.name() : ChannelStatus.DISABLED.name(),
        active ? null : reason);
    boolean wasActive = before.status() == ChannelStatus.ACTIVE;
    if (address != null || active != wasActive) {
      // What the receiver before asked for is no longer of interest.
      tx.update(
          """
          UPDATE catalog.alert_lane
          SET not_before = '-infinity'
          WHERE tenant_id = $1 AND channel_id = $2
          """,
          tx.tenantId(),
          before.id());
    }
    if (!active) {
      empty(tx, before.id(), reason, now);
    }
  }

  /** What waits of the channel is given up. */
  static void empty(Transaction tx, UUID id, String reason, OffsetDateTime now) {
    DeliveryRows.lockLane(tx, id);
    DeliveryRows.giveUp(tx, id, reason, now);
    DeliveryRows.setDue(tx, id);
  }
}
