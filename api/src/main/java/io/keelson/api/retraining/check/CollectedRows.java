package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.tenancy.database.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Rows that a collector has brought since a policy last trained. Each version of such a data set is
 * what came meanwhile, so that one says nothing of what is new beside another: all that are newer
 * count, with a label or without.
 */
public final class CollectedRows {
  /** Tables of those that the policy has not trained on, with their files; to go on with AND. */
  private static final String NEWER =
      """

      FROM catalog.dataset_version v
      JOIN catalog.table_profile t ON t.tenant_id = v.tenant_id AND t.dataset_version_id = v.id
      WHERE v.tenant_id = $1 AND v.dataset_id = $2 AND v.removed_at IS NULL AND t.status = 'PROFILED'
        AND v.number > coalesce((
          SELECT l.number
          FROM catalog.retraining_run r
          JOIN catalog.dataset_version l
            ON l.tenant_id = r.tenant_id AND l.id = coalesce(r.source_version_id, r.training_version_id)
          WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL AND l.dataset_id = $2
          ORDER BY r.id DESC
          LIMIT 1), 0)
      """;

  private CollectedRows() {}

  /**
   * Of versions that may be trained on: VALIDATED, or with each failed check waived, and with their
   * files.
   *
   * @return empty where nothing is collected into the data set
   */
  public static OptionalLong since(
      Transaction tx, DatasetGates gates, UUID policyId, UUID datasetId) {
    boolean isCollected =
        tx.one(
                "SELECT 1 FROM catalog.collector WHERE tenant_id = $1 AND dataset_id = $2 AND deleted_at IS NULL",
                tx.tenantId(),
                datasetId)
            .isPresent();
    if (!isCollected) {
      return OptionalLong.empty();
    }
    long validated =
        tx.one(
                "SELECT coalesce(sum(t.row_count), 0)::bigint AS rows"
                    + NEWER
                    + "AND v.status = 'VALIDATED'",
                tx.tenantId(),
                datasetId,
                policyId)
            .orElseThrow()
            .getLong("rows");
    return OptionalLong.of(validated + waived(tx, gates, policyId, datasetId));
  }

  private static long waived(Transaction tx, DatasetGates gates, UUID policyId, UUID datasetId) {
    Map<UUID, Long> rejected = new HashMap<>();
    tx.query(
            "SELECT v.id, sum(t.row_count)::bigint AS rows"
                + NEWER
                + """
                AND v.status = 'REJECTED'
                AND EXISTS (
                  SELECT 1 FROM catalog.waiver w
                  WHERE w.tenant_id = $1 AND w.dataset_version_id = v.id AND w.status = 'GRANTED')
                GROUP BY v.id
                """,
            tx.tenantId(),
            datasetId,
            policyId)
        .forEach(row -> rejected.put(row.getUUID("id"), row.getLong("rows")));
    return gates.open(tx, rejected.keySet(), DataGate.VALIDATED).stream()
        .mapToLong(rejected::get)
        .sum();
  }
}
