package io.keelson.api.transform;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What versions were made by. Batches take at most 1,000 ids. */
@ApplicationScoped
public class Transforms {
  private final ProjectAccess access;
  private final CatalogReads reads;

  Transforms(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** By version; those that none made, or that the caller may not read, are left out. */
  public Map<UUID, Transform> byVersionIds(Principal principal, Collection<UUID> versionIds) {
    Input.size("versionIds", versionIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Transform> found = new HashMap<>();
    reads
        .list(
            principal,
            Transforms::transform,
            """
            SELECT dataset_version_id, project_id, sql, engine, digest, job_id, reuses
            FROM catalog.transform
            WHERE tenant_id = $1
              AND dataset_version_id = ANY ($2)
              AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
            """,
            versionIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(transform -> found.put(transform.versionId(), transform));
    return found;
  }

  private static Transform transform(Row row) {
    String engine = row.getString("engine");
    TransformFormat format = TransformFormat.ofEngine(engine);
    return new Transform(
        row.getUUID("dataset_version_id"),
        row.getUUID("project_id"),
        row.getString("sql"),
        format.engineName(engine),
        format,
        row.getString("digest"),
        row.getUUID("job_id"),
        row.getInteger("reuses"));
  }

  /**
   * What each reads, by name and then by version, at most 200; whether the caller may read that too
   * is not asked.
   */
  public Map<UUID, List<TransformSource>> sources(
      Principal principal, Collection<UUID> versionIds) {
    Input.size("versionIds", versionIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "dataset_version_id",
        row ->
            new TransformSource(
                row.getString("name"),
                row.getUUID("input_version_id"),
                row.getString("removed_name")),
        """
        SELECT dataset_version_id, name, input_version_id, removed_name
        FROM catalog.transform_input
        WHERE tenant_id = $1 AND dataset_version_id = ANY ($2)
        ORDER BY dataset_version_id, name, input_version_id
        """,
        (Object) versionIds.toArray(UUID[]::new));
  }
}
