package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Experiments of a project and their runs. */
@ApplicationScoped
public class RunRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.run_dataset", "run_id", "catalog.run"),
          ProjectRows.of("catalog.run_param", "run_id", "catalog.run"),
          ProjectRows.of("catalog.run_tag", "run_id", "catalog.run"),
          ProjectRows.of("catalog.run_log", "run_id", "catalog.run"),
          ProjectRows.of("catalog.run_writer", "run_id", "catalog.run"),
          ProjectRows.of("catalog.artifact"),
          new ProjectRows(
              "catalog.run",
              """
              t.project_id = $2 AND NOT EXISTS (
                SELECT 1 FROM catalog.run c WHERE c.tenant_id = t.tenant_id AND c.parent_id = t.id)
              """),
          ProjectRows.of("catalog.experiment"));

  @Override
  public Turn turn() {
    return Turn.RUNS;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
