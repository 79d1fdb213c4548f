package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Files of data set versions for tests that are not about uploading them. */
@ApplicationScoped
public class VersionFiles {
  private final TenantDatabase database;

  VersionFiles(TenantDatabase database) {
    this.database = database;
  }

  /** An empty file, as an upload that is finished leaves it. */
  public void add(UUID tenantId, String versionId, String path) {
    add(tenantId, versionId, path, "sha256:" + "0".repeat(64));
  }

  /** Likewise, of this digest: no object need be there. */
  public void add(UUID tenantId, String versionId, String path, String digest) {
    TestTenants.onVirtualThread(
        () ->
            database.transact(
                tenantId,
                tx ->
                    tx.update(
                        """
                        INSERT INTO catalog.dataset_file
                          (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
                        SELECT v.tenant_id, $3, v.project_id, v.id, $4, $5, 0, now()
                        FROM catalog.dataset_version v
                        WHERE v.tenant_id = $1 AND v.id = $2
                        """,
                        tenantId,
                        GlobalId.decode("versionId", GraphTypes.DATASET_VERSION, versionId),
                        Ids.next(),
                        path,
                        digest)));
  }
}
