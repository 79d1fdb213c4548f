package io.keelson.serving.watch.capture;

import io.keelson.tenancy.database.TenantDatabase;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of {@code serving.capture}. */
final class CaptureRows {
  static final String SELECT =
      """
      SELECT endpoint_id, dataset_id, collector_id, share, redact, kept, shortened,
        dropped_no_room, dropped_refused, dropped_unreadable, version
      FROM serving.capture
      WHERE tenant_id = $1\s""";

  private CaptureRows() {}

  static Capture capture(Row row) {
    return new Capture(
        row.getUUID("endpoint_id"),
        row.getUUID("dataset_id"),
        row.getUUID("collector_id"),
        row.getDouble("share"),
        List.of(row.getArrayOfStrings("redact")),
        row.getLong("kept"),
        row.getLong("shortened"),
        new Capture.Dropped(
            row.getLong("dropped_no_room"),
            row.getLong("dropped_refused"),
            row.getLong("dropped_unreadable")),
        row.getInteger("version"));
  }

  /**
   * @param counts by endpoint; of one without a capture nothing is told
   */
  static void add(TenantDatabase database, UUID tenantId, Map<UUID, CaptureCount> counts) {
    database.transact(
        tenantId,
        tx -> {
          counts.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(
                  entry -> {
                    CaptureCount more = entry.getValue();
                    tx.update(
                        """
                        UPDATE serving.capture
                        SET kept = kept + $3, shortened = shortened + $4, dropped_no_room = dropped_no_room + $5,
                          dropped_refused = dropped_refused + $6, dropped_unreadable = dropped_unreadable + $7
                        WHERE tenant_id = $1 AND endpoint_id = $2
                        """,
                        tenantId,
                        entry.getKey(),
                        more.kept(),
                        more.shortened(),
                        more.noRoom(),
                        more.refused(),
                        more.unreadable());
                  });
          return null;
        });
  }
}
