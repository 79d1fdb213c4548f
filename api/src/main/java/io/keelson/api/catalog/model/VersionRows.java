package io.keelson.api.catalog.model;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** How model versions and their files are read and locked. */
final class VersionRows {
  static final String WHAT = "model version";
  static final String SELECT =
      """
      SELECT v.id, v.project_id, v.model_id, m.name AS model_name, v.number, v.status, v.format, v.size_bytes, v.digest,
        v.signature, v.run_id, v.author, v.author_kind, v.author_id, v.author_person_ids, v.created_at, v.version
      FROM catalog.model_version v
      JOIN catalog.registered_model m ON m.tenant_id = v.tenant_id AND m.id = v.model_id
      WHERE v.tenant_id = $1\s""";
  static final String SELECT_FILES =
      """
      SELECT path, digest, size_bytes
      FROM catalog.model_file
      WHERE tenant_id = $1 AND model_version_id = $2
      ORDER BY path
      """;

  private VersionRows() {}

  /**
   * @param lock how to lock it: {@code FOR SHARE} or {@code FOR NO KEY UPDATE}
   * @throws NotFound when there is none that the principal may know of
   */
  static Row lock(
      Transaction tx,
      ProjectAccess access,
      Principal principal,
      Permission permission,
      UUID id,
      String lock) {
    Row row = lock(tx, id, lock);
    access.require(principal, permission, row.getUUID("project_id"), WHAT);
    return row;
  }

  /** For the platform's own acts, which ask nobody. */
  static Row lock(Transaction tx, UUID id, String lock) {
    return tx.one(SELECT + "AND v.id = $2 " + lock + " OF v", tx.tenantId(), id)
        .orElseThrow(() -> new NotFound(WHAT));
  }

  static ModelVersion version(Row row) {
    return new ModelVersion(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("model_id"),
        row.getString("model_name"),
        row.getInteger("number"),
        ModelVersionStatus.valueOf(row.getString("status")),
        row.getString("format"),
        row.getLong("size_bytes"),
        row.getString("digest"),
        row.getJsonObject("signature"),
        row.getUUID("run_id"),
        Actor.of(row, "author"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("version"));
  }

  static ModelFile file(Row row) {
    return new ModelFile(row.getString("path"), row.getString("digest"), row.getLong("size_bytes"));
  }
}
