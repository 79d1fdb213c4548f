package io.keelson.api.alert.channel;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/** How channels are read; one that is deleted looks like none. */
final class ChannelRows {
  static final String WHAT = "channel";

  /** Deleted ones too; to go on with AND. */
  static final String EVER =
      """
      SELECT c.id, c.project_id, c.name, c.kind, c.status, c.disabled_reason, c.host, c.member_ids, c.previous_until,
        c.last_delivered_at, c.last_error, c.last_error_at, c.created_at, c.created_by, c.created_by_kind,
        c.created_by_id, c.version
      FROM catalog.alert_channel c
      WHERE c.tenant_id = $1\s""";

  static final String SELECT = EVER + "AND c.deleted_at IS NULL ";

  private ChannelRows() {}

  static Channel channel(Row row) {
    return new Channel(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        ChannelKind.valueOf(row.getString("kind")),
        ChannelStatus.valueOf(row.getString("status")),
        row.getString("disabled_reason"),
        row.getString("host"),
        List.of(row.getArrayOfUUIDs("member_ids")),
        row.getOffsetDateTime("previous_until"),
        row.getOffsetDateTime("last_delivered_at"),
        row.getString("last_error"),
        row.getOffsetDateTime("last_error_at"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }

  /** Nobody else changes it until the transaction ends. */
  static Channel lock(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND c.id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
        .map(ChannelRows::channel)
        .orElseThrow(() -> new NotFound(WHAT));
  }
}
