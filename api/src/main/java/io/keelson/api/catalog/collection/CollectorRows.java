package io.keelson.api.catalog.collection;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.UUID;

/** How collectors are read; one that is deleted looks like none. */
public final class CollectorRows {
  public static final String WHAT = "collector";

  /** To go on with AND. */
  /** Deleted ones too. */
  static final String EVER =
      """
      SELECT c.id, c.project_id, c.dataset_id, c.dead_letter_dataset_id, c.seal_after_rows, c.seal_after_bytes,
        c.seal_after_s, c.schema, c.created_at, c.created_by, c.created_by_kind, c.created_by_id, c.version
      FROM catalog.collector c
      WHERE c.tenant_id = $1\s""";

  public static final String SELECT = EVER + "AND c.deleted_at IS NULL ";

  private CollectorRows() {}

  public static Collector collector(Row row) {
    return new Collector(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_id"),
        row.getUUID("dead_letter_dataset_id"),
        new SealRule(
            row.getLong("seal_after_rows"),
            row.getLong("seal_after_bytes"),
            Duration.ofSeconds(row.getInteger("seal_after_s"))),
        row.getString("schema"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }

  /** Nobody else changes it until the transaction ends. */
  static Collector lock(Transaction tx, UUID id) {
    return tx.one(SELECT + "AND c.id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
        .map(CollectorRows::collector)
        .orElseThrow(() -> new NotFound(WHAT));
  }
}
