package io.keelson.api.transform;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * How data sets of a project were made. What another project has made of one of them keeps what it
 * was called.
 */
@ApplicationScoped
public class TransformRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.transform_preview"),
          ProjectRows.of(
              "catalog.transform_input", "dataset_version_id", "catalog.dataset_version"),
          ProjectRows.of("catalog.transform"));

  @Override
  public Turn turn() {
    return Turn.DERIVED_DATA;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
