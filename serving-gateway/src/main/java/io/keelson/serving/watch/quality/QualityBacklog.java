package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;

/**
 * Predictions and labels of a tenant that wait for their windows to be frozen. The same bound holds
 * for all tenants; a row takes some 250 bytes with its indexes.
 */
final class QualityBacklog {
  /** Of predictions, and of labels, over all endpoints of a tenant. */
  static final long MAX_ROWS = 20_000_000;

  private QualityBacklog() {}

  /**
   * After predictions were added.
   *
   * @throws QuotaExceeded when there are more than may be
   */
  static void requirePredictions(Transaction tx, long most) {
    require(tx, "predictions", most);
  }

  /** After labels were added; see {@link #requirePredictions}. */
  static void requireLabels(Transaction tx, long most) {
    require(tx, "labels", most);
  }

  private static void require(Transaction tx, String what, long most) {
    long waiting =
        tx.one(
                "SELECT predictions, labels FROM serving.quality_backlog WHERE tenant_id = $1",
                tx.tenantId())
            .map(row -> row.getLong(what))
            .orElse(0L);
    if (waiting > most) {
      throw new QuotaExceeded(what + " that wait for their windows", most, most, waiting - most);
    }
  }
}
