package io.keelson.api.alert.channel;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** How deliveries are read, and when their channel's lane is due. */
final class DeliveryRows {
  static final String WHAT = "delivery";

  /** To go on with AND; those of a deleted channel look like none. */
  static final String SELECT =
      """
      SELECT d.id, d.channel_id, d.project_id, d.type, d.title, d.reads, d.status, d.attempts, d.due_at, d.last_attempt_at,
        d.last_status, d.last_error, d.created_at, d.ended_at, d.version
      FROM catalog.alert_delivery d
      JOIN catalog.alert_channel c ON c.tenant_id = d.tenant_id AND c.id = d.channel_id AND c.deleted_at IS NULL
      WHERE d.tenant_id = $1\s""";

  private DeliveryRows() {}

  static Delivery delivery(Row row) {
    return new Delivery(
        row.getUUID("id"),
        row.getUUID("channel_id"),
        row.getUUID("project_id"),
        row.getString("type"),
        row.getString("title"),
        Permission.valueOf(row.getString("reads")),
        DeliveryStatus.valueOf(row.getString("status")),
        row.getInteger("attempts"),
        row.getOffsetDateTime("due_at"),
        row.getOffsetDateTime("last_attempt_at"),
        row.getInteger("last_status"),
        row.getString("last_error"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("ended_at"),
        row.getInteger("version"));
  }

  /** The lane's row is locked first, by all who change what waits in it. */
  static void lockLane(Transaction tx, UUID channelId) {
    tx.one(
        "SELECT 1 FROM catalog.alert_lane WHERE tenant_id = $1 AND channel_id = $2 FOR UPDATE",
        tx.tenantId(),
        channelId);
  }

  /** The lane is due when the first of what waits in it is. */
  static void setDue(Transaction tx, UUID channelId) {
    tx.update(
        """
        UPDATE catalog.alert_lane l
        SET due_at = (
          SELECT min(d.due_at)
          FROM catalog.alert_delivery d
          WHERE d.tenant_id = l.tenant_id AND d.channel_id = l.channel_id AND d.status = 'WAITING')
        WHERE l.tenant_id = $1 AND l.channel_id = $2
        """,
        tx.tenantId(),
        channelId);
  }

  /** What those things are read with of which something waits for the channel. */
  static List<Permission> readsOfWaiting(Transaction tx, UUID channelId) {
    return tx.list(
        row -> Permission.valueOf(row.getString("reads")),
        """
        SELECT DISTINCT reads
        FROM catalog.alert_delivery
        WHERE tenant_id = $1 AND channel_id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        channelId);
  }

  /** All that waits of a channel is given up. */
  static void giveUp(Transaction tx, UUID channelId, String reason, OffsetDateTime now) {
    tx.update(
        """
        UPDATE catalog.alert_delivery
        SET status = 'FAILED', due_at = NULL, ended_at = $4, last_error = $3, version = version + 1
        WHERE tenant_id = $1 AND channel_id = $2 AND status = 'WAITING'
        """,
        tx.tenantId(),
        channelId,
        reason,
        now);
  }
}
