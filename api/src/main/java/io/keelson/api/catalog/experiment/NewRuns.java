package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes runs, with all that they are given. */
final class NewRuns {
  private static final int MAX_DATASETS = 100;

  private final ProjectAccess access;
  private final RunWrites writes;
  private final DatasetGates gates;
  private final InstantSource clock;

  NewRuns(ProjectAccess access, RunWrites writes, DatasetGates gates, InstantSource clock) {
    this.access = access;
    this.writes = writes;
    this.gates = gates;
    this.clock = clock;
  }

  static void check(Runs.NewRun input) {
    Input.present("input.experimentId", input.experimentId());
    if (input.name() != null) {
      Input.name("input.name", input.name());
    }
    Tags.checked("input.params", input.params());
    Tags.checked("input.tags", input.tags());
    List<UUID> datasets = datasets(input);
    Input.size("input.datasetVersionIds", datasets, 0, MAX_DATASETS);
    Set<UUID> seen = new HashSet<>();
    for (UUID id : datasets) {
      if (!seen.add(Input.present("input.datasetVersionIds", id))) {
        throw new Invalid("input.datasetVersionIds", id, "each version once");
      }
    }
  }

  private static List<UUID> datasets(Runs.NewRun input) {
    return input.datasetVersionIds() == null ? List.of() : input.datasetVersionIds();
  }

  /**
   * @param jobId null for a run without a job, which is RUNNING at once
   */
  UUID insert(Transaction tx, Principal principal, UUID id, UUID jobId, Runs.NewRun input) {
    UUID projectId = project(tx, principal, input.experimentId());
    if (input.parentId() != null) {
      requireParent(tx, input);
    }
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    tx.update(
        """
        INSERT INTO catalog.run
          (tenant_id, id, project_id, experiment_id, name, status, job_id, parent_id, created_at, started_at,
           created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        tx.tenantId(),
        id,
        projectId,
        input.experimentId(),
        input.name() == null ? "run-" + id.toString().substring(28) : input.name(),
        (jobId == null ? RunStatus.RUNNING : RunStatus.SCHEDULED).name(),
        jobId,
        input.parentId(),
        now,
        jobId == null ? now : null,
        principal.label(),
        principal.kind().name(),
        principal.id());
    writes.addParams(tx, id, Tags.checked("input.params", input.params()));
    writes.setTags(tx, id, Tags.checked("input.tags", input.tags()));
    addDatasets(tx, principal, projectId, id, datasets(input));
    return projectId;
  }

  private UUID project(Transaction tx, Principal principal, UUID experimentId) {
    UUID projectId =
        tx.one(
                "SELECT project_id FROM catalog.experiment WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                experimentId)
            .map(row -> row.getUUID("project_id"))
            .orElseThrow(() -> new NotFound("experiment"));
    access.require(principal, Permission.RUN_WRITE, projectId, "experiment");
    return projectId;
  }

  private static void requireParent(Transaction tx, Runs.NewRun input) {
    boolean found =
        tx.one(
                "SELECT 1 FROM catalog.run WHERE tenant_id = $1 AND id = $2 AND experiment_id = $3",
                tx.tenantId(),
                input.parentId(),
                input.experimentId())
            .isPresent();
    if (!found) {
      throw new NotFound("parent run in this experiment");
    }
  }

  /** Only versions of the run's own project: data of another one would leave it unseen. */
  private void addDatasets(
      Transaction tx, Principal principal, UUID projectId, UUID runId, List<UUID> versionIds) {
    if (versionIds.isEmpty()) {
      return;
    }
    access.require(principal, Permission.DATASET_READ, projectId, "data set version");
    List<Row> versions =
        tx.list(
            row -> row,
            """
            SELECT id, digest
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND id = ANY ($2) AND project_id = $3
            """,
            tx.tenantId(),
            versionIds.toArray(UUID[]::new),
            projectId);
    if (versions.size() < versionIds.size()) {
      throw new NotFound("data set version in this project");
    }
    gates.require(tx, versionIds, null);
    tx.update(
        """
        INSERT INTO catalog.run_dataset (tenant_id, run_id, dataset_version_id, digest)
        SELECT $1, $2, d.id, d.digest
        FROM unnest($3::uuid[], $4::text[]) AS d (id, digest)
        """,
        tx.tenantId(),
        runId,
        versions.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new),
        versions.stream().map(row -> row.getString("digest")).toArray(String[]::new));
  }
}
