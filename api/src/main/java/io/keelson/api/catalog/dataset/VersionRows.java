package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** How versions are read and locked. */
final class VersionRows {
  static final String WHAT = "data set version";
  static final String SELECT =
      """
      SELECT id, project_id, dataset_id, number, status, digest, size_bytes, files, rejection, error, retry_at,
        created_at, created_by, created_by_kind, created_by_id, sealed_at, version
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
        row.getOffsetDateTime("retry_at"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("sealed_at"),
        row.getInteger("version"));
  }
}
