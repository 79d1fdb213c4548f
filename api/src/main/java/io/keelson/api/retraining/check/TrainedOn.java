package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/**
 * The data set versions that a model version's run names, where rows can be compared with theirs.
 *
 * @param versions none where the run names none, the caller may not read one of them, one is read
 *     by nothing any more (removed, or REJECTED), or they are more than 20 files or 4 GiB
 */
public record TrainedOn(List<UUID> versions) {
  private static final int MAX_FILES = 20;
  private static final long MAX_BYTES = 4L << 30;

  private record Version(UUID id, UUID projectId, long files, long bytes) {
    static Version of(Row row) {
      return new Version(
          row.getUUID("id"), row.getUUID("project_id"), row.getLong("files"), row.getLong("bytes"));
    }
  }

  public static TrainedOn of(
      Transaction tx, DatasetGates gates, Principal principal, UUID modelVersionId) {
    List<Version> named =
        tx.list(
            Version::of,
            """
            SELECT v.id, v.project_id, count(f.id) AS files,
              coalesce(sum(f.size_bytes), 0)::bigint AS bytes
            FROM catalog.model_version m
            JOIN catalog.run_dataset d ON d.tenant_id = m.tenant_id AND d.run_id = m.run_id
            JOIN catalog.dataset_version v ON v.tenant_id = d.tenant_id AND v.id = d.dataset_version_id
            LEFT JOIN catalog.dataset_file f ON f.tenant_id = v.tenant_id AND f.dataset_version_id = v.id
            WHERE m.tenant_id = $1 AND m.id = $2
            GROUP BY v.tenant_id, v.id
            ORDER BY v.id
            """,
            tx.tenantId(),
            modelVersionId);
    List<UUID> ids = named.stream().map(Version::id).toList();
    boolean isComparable =
        named.stream().allMatch(one -> principal.may(Permission.DATASET_READ, one.projectId()))
            && gates.open(tx, ids, DataGate.SEALED).containsAll(ids)
            && named.stream().mapToLong(Version::files).sum() <= MAX_FILES
            && named.stream().mapToLong(Version::bytes).sum() <= MAX_BYTES;
    return new TrainedOn(isComparable ? ids : List.of());
  }

  public boolean isKnown() {
    return !versions.isEmpty();
  }
}
