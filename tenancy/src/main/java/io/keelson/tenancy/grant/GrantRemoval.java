package io.keelson.tenancy.grant;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What anybody holds in a project: members, teams, service accounts and whoever is invited. */
@ApplicationScoped
public class GrantRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS = List.of(ProjectRows.of("tenancy.role_grant"));

  @Override
  public Turn turn() {
    return Turn.RIGHTS;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
