package io.keelson.api.catalog.dataset;

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

/** How much data sets are read, over all their versions. */
@ApplicationScoped
public class DatasetUses {
  private static final int MAX_VERSIONS = 200;
  private static final int MAX_READINGS = 1_000;

  /**
   * $2 data sets, $3 to $5 projects whose runs, jobs and models are seen, $6 versions, $7 readings.
   */
  private static final String SQL =
      """
      SELECT s.id AS dataset_id, coalesce(cardinality(runs.ids), 0) AS runs, coalesce(cardinality(jobs.ids), 0) AS jobs,
        models.found AS models, newest.id AS newest_version_id,
        cardinality(versions.ids) < $6 AND runs.readings < $7 AND jobs.readings < $7 AS complete
      FROM unnest($2::uuid[]) AS s (id)
      CROSS JOIN LATERAL (
        SELECT ARRAY(
          SELECT v.id
          FROM catalog.dataset_version v
          WHERE v.tenant_id = $1 AND v.dataset_id = s.id
          ORDER BY v.number DESC
          LIMIT $6
        ) AS ids
      ) AS versions
      CROSS JOIN LATERAL (
        SELECT count(*) AS readings, array_agg(DISTINCT one.id) AS ids, array_agg(DISTINCT one.version_id) AS version_ids
        FROM (
          SELECT r.id, d.dataset_version_id AS version_id
          FROM catalog.run_dataset d
          JOIN catalog.run r ON r.tenant_id = d.tenant_id AND r.id = d.run_id
          WHERE d.tenant_id = $1
            AND d.dataset_version_id = ANY (versions.ids)
            AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
          LIMIT $7
        ) AS one
      ) AS runs
      CROSS JOIN LATERAL (
        SELECT count(*) AS readings, array_agg(DISTINCT one.id) AS ids, array_agg(DISTINCT one.version_id) AS version_ids
        FROM (
          SELECT d.job_id AS id, d.dataset_version_id AS version_id
          FROM catalog.job_dataset d
          WHERE d.tenant_id = $1
            AND d.dataset_version_id = ANY (versions.ids)
            AND ($4::uuid[] IS NULL OR d.project_id = ANY ($4))
            AND NOT EXISTS (SELECT FROM catalog.run r WHERE r.tenant_id = d.tenant_id AND r.job_id = d.job_id)
          LIMIT $7
        ) AS one
      ) AS jobs
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT m.model_id)::int AS found
        FROM catalog.model_version m
        WHERE m.tenant_id = $1 AND m.run_id = ANY (runs.ids) AND ($5::uuid[] IS NULL OR m.project_id = ANY ($5))
      ) AS models
      LEFT JOIN LATERAL (
        SELECT one.id
        FROM unnest(versions.ids) WITH ORDINALITY AS one (id, place)
        WHERE one.id = ANY (runs.version_ids) OR one.id = ANY (jobs.version_ids)
        ORDER BY one.place
        LIMIT 1
      ) AS newest ON true
      """;

  private final ProjectAccess access;
  private final CatalogReads reads;

  public DatasetUses(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /**
   * By data set, as far as the caller may see runs, jobs and models; at most 1,000 data sets, of
   * which the caller may see each.
   */
  public Map<UUID, DatasetUse> of(Principal principal, Collection<UUID> datasetIds) {
    Input.size("datasetIds", datasetIds, 0, PageLimit.MAX_BATCH_IDS);
    List<Row> rows =
        reads.list(
            principal,
            row -> row,
            SQL,
            datasetIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.RUN_READ),
            access.visibleIfAny(principal, Permission.JOB_READ),
            access.visibleIfAny(principal, Permission.MODEL_READ),
            MAX_VERSIONS,
            (long) MAX_READINGS);
    Map<UUID, DatasetUse> found = new HashMap<>();
    rows.forEach(row -> found.put(row.getUUID("dataset_id"), use(row)));
    return found;
  }

  private static DatasetUse use(Row row) {
    return new DatasetUse(
        row.getInteger("runs"),
        row.getInteger("jobs"),
        row.getInteger("models"),
        row.getBoolean("complete"),
        row.getUUID("newest_version_id"));
  }
}
