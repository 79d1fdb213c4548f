package io.keelson.api.catalog.model;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Models of a project with what was decided on them. */
@ApplicationScoped
public class ModelRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.model_alias", "model_id", "catalog.registered_model"),
          ProjectRows.of("catalog.approval", "model_version_id", "catalog.model_version"),
          ProjectRows.of("catalog.model_file"),
          ProjectRows.of("catalog.model_version"),
          ProjectRows.of("catalog.registered_model"));

  @Override
  public Turn turn() {
    return Turn.MODELS;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
