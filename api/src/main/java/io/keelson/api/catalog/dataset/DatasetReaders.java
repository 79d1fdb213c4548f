package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The jobs that read data set versions; runs are {@code RunDetails}'. */
@ApplicationScoped
public class DatasetReaders {
  public static final int MAX_READERS = 100;

  private final ProjectAccess access;
  private final CatalogReads reads;

  public DatasetReaders(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** To be called in the transaction that submits the job. */
  public void record(
      Transaction tx, UUID jobId, UUID projectId, Collection<UUID> datasetVersionIds) {
    List<Tuple> rows =
        datasetVersionIds.stream()
            .distinct()
            .map(version -> Tuple.of(tx.tenantId(), jobId, projectId, version))
            .toList();
    tx.batch(
        """
        INSERT INTO catalog.job_dataset (tenant_id, job_id, project_id, dataset_version_id)
        VALUES ($1, $2, $3, $4)
        """,
        rows);
  }

  /**
   * Ids of the jobs that read each version, the newest 100 that the caller may see; at most 1,000
   * versions.
   */
  public Map<UUID, List<UUID>> jobs(Principal principal, Collection<UUID> datasetVersionIds) {
    Input.size("datasetVersionIds", datasetVersionIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "dataset_version_id",
        row -> row.getUUID("job_id"),
        """
        SELECT v.id AS dataset_version_id, readers.job_id
        FROM unnest($2::uuid[]) AS v (id)
        CROSS JOIN LATERAL (
          SELECT job_id
          FROM catalog.job_dataset
          WHERE tenant_id = $1
            AND dataset_version_id = v.id
            AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
          ORDER BY job_id DESC
          LIMIT $4
        ) AS readers
        """,
        datasetVersionIds.toArray(UUID[]::new),
        access.visible(principal, Permission.JOB_READ),
        MAX_READERS);
  }
}
