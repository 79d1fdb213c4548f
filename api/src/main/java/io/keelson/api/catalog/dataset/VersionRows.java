package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/** How versions are read and locked. */
final class VersionRows {
  static final String WHAT = "data set version";
  static final String SELECT =
      """
      SELECT id, project_id, dataset_id, number, status, digest, size_bytes, files, rejection, error, retry_at,
        created_at, created_by, created_by_kind, created_by_id, sealed_at, removed_at, version
      FROM catalog.dataset_version
      WHERE tenant_id = $1\s""";

  private VersionRows() {}

  /**
   * Locks the version against any change of it or its files until the transaction ends.
   *
   * @throws NotFound when there is none that the principal may know of
   */
  static DatasetVersion lock(
      Transaction tx, ProjectAccess access, Principal principal, Permission permission, UUID id) {
    DatasetVersion version =
        tx.one(SELECT + "AND id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
            .map(VersionRows::version)
            .orElseThrow(() -> new NotFound(WHAT));
    access.require(principal, permission, version.projectId(), WHAT);
    return version;
  }

  /** A version that was put in. */
  record Numbered(UUID projectId, int number) {}

  /**
   * Puts the data set's next version in; others who do so wait until the transaction ends.
   *
   * @throws NotFound when there is no such data set that the principal may know of
   */
  static Numbered insert(
      Transaction tx,
      ProjectAccess access,
      Principal principal,
      UUID id,
      UUID datasetId,
      DatasetVersionStatus status,
      OffsetDateTime now) {
    Numbered numbered = insert(tx, principal.actor(), id, datasetId, status, now);
    access.require(principal, Permission.DATASET_WRITE, numbered.projectId(), "data set");
    return numbered;
  }

  /** The same with nobody's rights. */
  static Numbered insert(
      Transaction tx,
      Actor by,
      UUID id,
      UUID datasetId,
      DatasetVersionStatus status,
      OffsetDateTime now) {
    Row dataset =
        tx.one(
                """
                UPDATE catalog.dataset
                SET last_number = last_number + 1
                WHERE tenant_id = $1 AND id = $2
                RETURNING project_id, last_number
                """,
                tx.tenantId(),
                datasetId)
            .orElseThrow(() -> new NotFound("data set"));
    UUID projectId = dataset.getUUID("project_id");
    tx.update(
        """
        INSERT INTO catalog.dataset_version
          (tenant_id, id, project_id, dataset_id, number, status, created_at,
           created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        tx.tenantId(),
        id,
        projectId,
        datasetId,
        dataset.getInteger("last_number"),
        status.name(),
        now,
        by.label(),
        by.kind().name(),
        by.id());
    return new Numbered(projectId, dataset.getInteger("last_number"));
  }

  static DatasetVersion version(Row row) {
    return new DatasetVersion(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_id"),
        row.getInteger("number"),
        DatasetVersionStatus.valueOf(row.getString("status")),
        row.getString("digest"),
        row.getLong("size_bytes"),
        row.getInteger("files"),
        row.getString("rejection"),
        row.getString("error"),
        row.getOffsetDateTime("removed_at") == null ? row.getOffsetDateTime("retry_at") : null,
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("sealed_at"),
        row.getOffsetDateTime("removed_at"),
        row.getInteger("version"));
  }
}
