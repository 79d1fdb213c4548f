package io.keelson.api.catalog.collection;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which data set versions were collected, and from what. */
@ApplicationScoped
public class CollectedVersions {
  private final CatalogReads reads;
  private final ProjectAccess access;

  public CollectedVersions(CatalogReads reads, ProjectAccess access) {
    this.reads = reads;
    this.access = access;
  }

  /** By the ids of versions; what the caller may not read is left out. At most 1,000 ids. */
  public Map<UUID, CollectedVersion> byVersionIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, CollectedVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            row ->
                new CollectedVersion(
                    row.getUUID("dataset_version_id"),
                    row.getUUID("collector_id"),
                    row.getBoolean("dead"),
                    row.getLong("rows"),
                    row.getOffsetDateTime("from_at"),
                    row.getOffsetDateTime("to_at")),
            """
            SELECT c.dataset_version_id, c.collector_id, c.dead, c.rows, c.from_at, c.to_at
            FROM catalog.collected_version c
            JOIN catalog.dataset_version v ON v.tenant_id = c.tenant_id AND v.id = c.dataset_version_id
            WHERE c.tenant_id = $1 AND c.dataset_version_id = ANY ($2)
              AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
            """,
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(version -> found.put(version.versionId(), version));
    return found;
  }

  /**
   * Which version of which data set.
   *
   * @param number of the version within its data set
   */
  public record OfDataset(UUID datasetId, int number) {}

  /** Of a version of the transaction's tenant; empty where it was not collected. */
  public static Optional<OfDataset> ofDataset(Transaction tx, UUID versionId) {
    return tx.one(
            """
            SELECT v.dataset_id, v.number
            FROM catalog.collected_version c
            JOIN catalog.dataset_version v ON v.tenant_id = c.tenant_id AND v.id = c.dataset_version_id
            WHERE c.tenant_id = $1 AND c.dataset_version_id = $2
            """,
            tx.tenantId(),
            versionId)
        .map(row -> new OfDataset(row.getUUID("dataset_id"), row.getInteger("number")));
  }
}
