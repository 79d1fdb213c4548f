package io.keelson.api.catalog.collection;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Many collectors at once, and how they stand. */
@ApplicationScoped
public class CollectorLookups {
  private final CatalogReads reads;
  private final ProjectAccess access;

  public CollectorLookups(CatalogReads reads, ProjectAccess access) {
    this.reads = reads;
    this.access = access;
  }

  /** Of these data sets, where the caller may see them; at most 1,000 ids. */
  public Map<UUID, Collector> byDatasetIds(Principal principal, Collection<UUID> datasetIds) {
    Map<UUID, Collector> found = new HashMap<>();
    find(principal, datasetIds, "c.dataset_id")
        .forEach((id, collector) -> found.put(collector.datasetId(), collector));
    return found;
  }

  /** Those of the ids that are there and that the caller may see; at most 1,000 ids. */
  public Map<UUID, Collector> byIds(Principal principal, Collection<UUID> ids) {
    return find(principal, ids, "c.id");
  }

  private Map<UUID, Collector> find(Principal principal, Collection<UUID> ids, String column) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Collector> found = new HashMap<>();
    reads
        .list(
            principal,
            CollectorRows::collector,
            CollectorRows.SELECT
                + "AND %s = ANY ($2) AND ($3::uuid[] IS NULL OR c.project_id = ANY ($3))"
                    .formatted(column),
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(collector -> found.put(collector.id(), collector));
    return found;
  }

  /** Of collectors that the caller was given; at most 1,000 ids. */
  public Map<UUID, CollectorFigures> figures(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, CollectorFigures> found = new HashMap<>();
    reads
        .list(
            principal,
            row -> Map.entry(row.getUUID("collector_id"), figures(row)),
            """
            SELECT collector_id, sum(rows)::bigint AS rows, sum(bytes)::bigint AS bytes, min(oldest_at) AS oldest_at,
              sum(accepted) FILTER (WHERE NOT dead)::bigint AS accepted,
              sum(accepted) FILTER (WHERE dead)::bigint AS dead_letters,
              sum(duplicates)::bigint AS duplicates, sum(rejected)::bigint AS rejected,
              (array_agg(last_version_id) FILTER (WHERE NOT dead))[1] AS last_version_id
            FROM catalog.collector_backlog
            WHERE tenant_id = $1 AND collector_id = ANY ($2)
            GROUP BY collector_id
            """,
            (Object) ids.toArray(UUID[]::new))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static CollectorFigures figures(Row row) {
    return new CollectorFigures(
        row.getLong("accepted"),
        row.getLong("duplicates"),
        row.getLong("dead_letters"),
        row.getLong("rejected"),
        row.getLong("rows"),
        row.getLong("bytes"),
        row.getOffsetDateTime("oldest_at"),
        row.getUUID("last_version_id"));
  }
}
