package io.keelson.api.retraining.check;

import io.keelson.tenancy.database.Transaction;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Rows that a collector has brought since a policy last trained. Each version of such a data set is
 * what came meanwhile, so that one says nothing of what is new beside another: all that are newer
 * count, with a label or without.
 */
public final class CollectedRows {
  private CollectedRows() {}

  /**
   * Of versions that may be trained on.
   *
   * @return empty where nothing is collected into the data set
   */
  public static OptionalLong since(Transaction tx, UUID policyId, UUID datasetId) {
    boolean isCollected =
        tx.one(
                "SELECT 1 FROM catalog.collector WHERE tenant_id = $1 AND dataset_id = $2 AND deleted_at IS NULL",
                tx.tenantId(),
                datasetId)
            .isPresent();
    if (!isCollected) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        tx.one(
                """
                SELECT coalesce(sum(t.row_count), 0)::bigint AS rows
                FROM catalog.dataset_version v
                JOIN catalog.table_profile t ON t.tenant_id = v.tenant_id AND t.dataset_version_id = v.id
                WHERE v.tenant_id = $1 AND v.dataset_id = $2 AND v.status = 'VALIDATED' AND t.status = 'PROFILED'
                  AND v.number > coalesce((
                    SELECT l.number
                    FROM catalog.retraining_run r
                    JOIN catalog.dataset_version l
                      ON l.tenant_id = r.tenant_id AND l.id = coalesce(r.source_version_id, r.training_version_id)
                    WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL AND l.dataset_id = $2
                    ORDER BY r.id DESC
                    LIMIT 1), 0)
                """,
                tx.tenantId(),
                datasetId,
                policyId)
            .orElseThrow()
            .getLong("rows"));
  }
}
