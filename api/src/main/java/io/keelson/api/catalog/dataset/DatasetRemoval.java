package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.Uploads;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Data sets of a project with their files. What has read one of them elsewhere keeps its digest,
 * and what it was called.
 */
@ApplicationScoped
public class DatasetRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          new ProjectRows(
              "catalog.job_dataset",
              """
              t.project_id = $2
              OR t.dataset_version_id IN (SELECT v.id FROM catalog.dataset_version v WHERE v.tenant_id = $1 AND v.project_id = $2)
              """),
          ProjectRows.of("catalog.dataset_file"),
          ProjectRows.of("catalog.dataset_version"),
          ProjectRows.of("catalog.dataset"));

  /** What is left of them are other projects'. */
  private static final List<String> NAMED_ELSEWHERE =
      List.of(
          naming("catalog.run_dataset", "dataset_version_id"),
          naming("catalog.transform_input", "input_version_id"));

  private static final String VERSIONS =
      "SELECT v.id FROM catalog.dataset_version v WHERE v.tenant_id = $1 AND v.project_id = $2";

  private final Uploads uploads;

  public DatasetRemoval(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Turn turn() {
    return Turn.DATASETS;
  }

  @Override
  public void end(Transaction tx, UUID projectId) {
    uploads.endAll(
        tx, DatasetFileUploads.PURPOSE, VERSIONS, projectId, "the project is being removed");
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    int uploaded = uploads.removeEnded(tx, DatasetFileUploads.PURPOSE, VERSIONS, projectId, limit);
    if (uploaded > 0) {
      return uploaded;
    }
    int named = nameElsewhere(tx, projectId, limit);
    if (named > 0) {
      return named;
    }
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }

  private static int nameElsewhere(Transaction tx, UUID projectId, int limit) {
    return NAMED_ELSEWHERE.stream()
        .mapToInt(sql -> tx.update(sql, tx.tenantId(), projectId, limit))
        .sum();
  }

  private static String naming(String table, String key) {
    return """
        UPDATE %1$s t
        SET removed_name = p.slug || '/' || d.name || ' v' || v.number
        FROM catalog.dataset_version v
        JOIN catalog.dataset d ON d.tenant_id = v.tenant_id AND d.id = v.dataset_id
        JOIN catalog.project p ON p.tenant_id = v.tenant_id AND p.id = v.project_id
        WHERE t.tenant_id = $1 AND v.tenant_id = $1 AND v.id = t.%2$s
          AND t.ctid = ANY (ARRAY(
            SELECT o.ctid
            FROM %1$s o
            JOIN catalog.dataset_version r ON r.tenant_id = o.tenant_id AND r.id = o.%2$s
            WHERE o.tenant_id = $1 AND r.project_id = $2 AND o.removed_name IS NULL
            LIMIT $3))
        """
        .formatted(table, key);
  }
}
