package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.tenancy.database.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What has come into a collected data set since a policy last trained. Each version of such a data
 * set is what came meanwhile, so that the newest one says nothing of those before it. One that was
 * found to be good only after a newer one was trained on has come since, too: versions are judged
 * side by side, and some again.
 *
 * @param versions that may be read, oldest first: VALIDATED, or with each failed check waived, and
 *     with their files; of more than {@link #MAX_READ} the newest
 * @param rows of all of them, with a label or without
 */
public record NewVersions(List<UUID> versions, long rows) {
  /** Of one transform; older ones are left out. */
  public static final int MAX_READ = 100;

  private record Version(UUID id, long rows) {}

  /**
   * @return empty where nothing is collected into the data set
   */
  public static Optional<NewVersions> since(
      Transaction tx, DatasetGates gates, UUID policyId, UUID datasetId) {
    if (!isCollected(tx, datasetId)) {
      return Optional.empty();
    }
    List<Version> newest = newest(tx, policyId, datasetId);
    Set<UUID> open = gates.open(tx, newest.stream().map(Version::id).toList(), DataGate.VALIDATED);
    List<Version> read =
        newest.reversed().stream().filter(version -> open.contains(version.id())).toList();
    return Optional.of(
        new NewVersions(
            read.stream().map(Version::id).toList(), read.stream().mapToLong(Version::rows).sum()));
  }

  private static boolean isCollected(Transaction tx, UUID datasetId) {
    return tx.one(
            "SELECT 1 FROM catalog.collector WHERE tenant_id = $1 AND dataset_id = $2 AND deleted_at IS NULL",
            tx.tenantId(),
            datasetId)
        .isPresent();
  }

  /**
   * What there is of labels, oldest first: of a collected data set the newest {@link #MAX_READ}
   * versions that may be read, since what is trained on may have got its label long ago; of another
   * the newest.
   */
  public static List<UUID> labels(Transaction tx, DatasetGates gates, UUID datasetId) {
    List<UUID> newest =
        tx.list(
            row -> row.getUUID("id"),
            """
            SELECT id
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND dataset_id = $2 AND removed_at IS NULL AND status IN ('VALIDATED', 'REJECTED')
            ORDER BY number DESC
            LIMIT $3
            """,
            tx.tenantId(),
            datasetId,
            MAX_READ);
    Set<UUID> open = gates.open(tx, newest, DataGate.VALIDATED);
    List<UUID> read = newest.stream().filter(open::contains).toList();
    boolean isOne = read.isEmpty() || !isCollected(tx, datasetId);
    return isOne ? read.stream().limit(1).toList() : read.reversed();
  }

  private static List<Version> newest(Transaction tx, UUID policyId, UUID datasetId) {
    return tx.list(
        row -> new Version(row.getUUID("id"), row.getLong("rows")),
        """
        WITH last AS (
          SELECT l.number, r.source_version_id IS NOT NULL AS read_several
          FROM catalog.retraining_run r
          JOIN catalog.dataset_version l
            ON l.tenant_id = r.tenant_id AND l.id = coalesce(r.source_version_id, r.training_version_id)
          WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL AND l.dataset_id = $2
          ORDER BY r.id DESC
          LIMIT 1
        ), known AS (
          SELECT n.id, n.number
          FROM (
            SELECT i.input_version_id AS id
            FROM catalog.retraining_run r
            JOIN catalog.transform_input i
              ON i.tenant_id = r.tenant_id AND i.dataset_version_id = r.transform_version_id
            WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL
            UNION
            SELECT r.training_version_id
            FROM catalog.retraining_run r
            WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL
          ) AS trained
          JOIN catalog.dataset_version n ON n.tenant_id = $1 AND n.id = trained.id AND n.dataset_id = $2
          WHERE n.number > (SELECT number FROM last WHERE read_several) - $4
        )
        SELECT v.id, coalesce(sum(t.row_count), 0)::bigint AS rows
        FROM catalog.dataset_version v
        LEFT JOIN catalog.table_profile t
          ON t.tenant_id = v.tenant_id AND t.dataset_version_id = v.id AND t.status = 'PROFILED'
        WHERE v.tenant_id = $1 AND v.dataset_id = $2 AND v.removed_at IS NULL
          AND v.number > coalesce((SELECT least((SELECT number FROM last), (SELECT min(number) FROM known))), 0)
          AND NOT EXISTS (SELECT 1 FROM known WHERE known.id = v.id)
          AND (v.status = 'VALIDATED'
            OR v.status = 'REJECTED'
            AND EXISTS (
              SELECT 1 FROM catalog.waiver w
              WHERE w.tenant_id = $1 AND w.dataset_version_id = v.id AND w.status = 'GRANTED'))
        GROUP BY v.tenant_id, v.id
        ORDER BY v.number DESC
        LIMIT $4
        """,
        tx.tenantId(),
        datasetId,
        policyId,
        MAX_READ);
  }

  /**
   * What the policy's last training was made of, oldest first, as far as it may still be read; none
   * where it has not trained by a transform.
   */
  public static List<UUID> readLast(
      Transaction tx, DatasetGates gates, UUID policyId, UUID datasetId) {
    List<UUID> read =
        tx.list(
            row -> row.getUUID("id"),
            """
            SELECT v.id
            FROM catalog.transform_input i
            JOIN catalog.dataset_version v
              ON v.tenant_id = i.tenant_id AND v.id = i.input_version_id AND v.dataset_id = $2
            WHERE i.tenant_id = $1 AND i.dataset_version_id = (
              SELECT r.transform_version_id
              FROM catalog.retraining_run r
              WHERE r.tenant_id = $1 AND r.policy_id = $3 AND r.trained_at IS NOT NULL
              ORDER BY r.id DESC
              LIMIT 1)
            ORDER BY v.number
            """,
            tx.tenantId(),
            datasetId,
            policyId);
    Set<UUID> open = gates.open(tx, read, DataGate.VALIDATED);
    return read.stream().filter(open::contains).toList();
  }
}
