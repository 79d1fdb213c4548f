package io.keelson.api.catalog.storage;

import io.keelson.tenancy.object.ObjectReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which objects the catalog names. */
@ApplicationScoped
public class CatalogObjects implements ObjectReferences {
  @Override
  public List<String> digests() {
    return List.of(
        "SELECT f.digest FROM catalog.dataset_file f WHERE f.tenant_id = $1",
        "SELECT a.digest FROM catalog.artifact a WHERE a.tenant_id = $1",
        "SELECT m.digest FROM catalog.model_file m WHERE m.tenant_id = $1",
        // Rows that failed checks, until the version is made that has them.
        """
        SELECT c.digest
        FROM catalog.checked_table c
        JOIN catalog.validation v ON v.tenant_id = c.tenant_id AND v.id = c.validation_id
        WHERE c.tenant_id = $1 AND c.digest IS NOT NULL AND v.status = 'RUNNING'
        """);
  }
}
