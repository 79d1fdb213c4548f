package io.keelson.api.catalog.validation;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What was found of the data of a project, and what was expected of it. */
@ApplicationScoped
public class CheckRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.waiver"),
          ProjectRows.of("catalog.expectation_result", "validation_id", "catalog.validation"),
          ProjectRows.of("catalog.checked_table", "validation_id", "catalog.validation"),
          ProjectRows.of("catalog.validation"),
          ProjectRows.of("catalog.expectation_suite"),
          ProjectRows.of("catalog.profile_task", "dataset_version_id", "catalog.dataset_version"),
          ProjectRows.of("catalog.table_profile", "dataset_version_id", "catalog.dataset_version"));

  @Override
  public Turn turn() {
    return Turn.DERIVED_DATA;
  }

  /** What has not been looked at yet is not looked at any more. */
  @Override
  public void end(Transaction tx, UUID projectId) {
    tx.update(
        """
        DELETE FROM catalog.profile_task
        WHERE tenant_id = $1
          AND dataset_version_id IN (
            SELECT id FROM catalog.dataset_version WHERE tenant_id = $1 AND project_id = $2)
        """,
        tx.tenantId(),
        projectId);
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
