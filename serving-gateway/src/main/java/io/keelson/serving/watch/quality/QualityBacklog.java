package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/**
 * Predictions and labels that wait for their windows to be frozen. The same bounds hold for all
 * tenants, for predictions and for labels each. Bytes are counted with those of the indexes: a
 * label takes some 300, two and a half times its inference's id, and its value.
 */
final class QualityBacklog {
  static final Most MOST = new Most(20_000_000, 8L << 30);

  private QualityBacklog() {}

  /**
   * What may wait.
   *
   * @param rows of all endpoints of a tenant
   * @param bytes of all endpoints of a tenant; one endpoint may take half of them
   */
  record Most(long rows, long bytes) {
    long bytesOfEndpoint() {
      return bytes / 2;
    }
  }

  /**
   * After predictions of an endpoint were added.
   *
   * @throws QuotaExceeded when there are more than may be
   */
  static void requirePredictions(Transaction tx, UUID endpointId, Most most) {
    require(tx, "predictions", "prediction_bytes", endpointId, most);
  }

  /** After labels of an endpoint were added; see {@link #requirePredictions}. */
  static void requireLabels(Transaction tx, UUID endpointId, Most most) {
    require(tx, "labels", "label_bytes", endpointId, most);
  }

  private static void require(
      Transaction tx, String what, String bytesColumn, UUID endpointId, Most most) {
    Row waiting =
        tx.one(
                """
                SELECT coalesce(sum(r.%2$s), 0)::bigint AS bytes,
                  coalesce(sum(r.%2$s) FILTER (WHERE r.endpoint_id = $2), 0)::bigint AS bytes_of_endpoint,
                  (SELECT b.%1$s FROM serving.quality_backlog b WHERE b.tenant_id = $1) AS rows
                FROM serving.quality_rule r
                WHERE r.tenant_id = $1
                """
                    .formatted(what, bytesColumn),
                tx.tenantId(),
                endpointId)
            .orElseThrow();
    Long rows = waiting.getLong("rows");
    String that = what + " that wait for their windows";
    requireAtMost(most.rows(), rows == null ? 0 : rows, that);
    requireAtMost(most.bytes(), waiting.getLong("bytes"), "bytes of " + that);
    requireAtMost(
        most.bytesOfEndpoint(),
        waiting.getLong("bytes_of_endpoint"),
        "bytes of the endpoint's " + that);
  }

  private static void requireAtMost(long most, long waiting, String what) {
    if (waiting > most) {
      throw new QuotaExceeded(what, most, most, waiting - most);
    }
  }
}
