package io.keelson.api.comment;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What was said in a project. */
@ApplicationScoped
public class CommentRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS = List.of(ProjectRows.of("catalog.comment"));

  @Override
  public Turn turn() {
    return Turn.TALK;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
