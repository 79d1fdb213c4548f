package io.keelson.api.alert.rule;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What is watched in a project: rules say nothing any more, and go with their alerts. */
@ApplicationScoped
public class AlertRuleRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.alert_change", "alert_id", "catalog.alert"),
          ProjectRows.of("catalog.alert"),
          ProjectRows.of("catalog.alert_rule"));

  @Override
  public Turn turn() {
    return Turn.TALK;
  }

  @Override
  public void end(Transaction tx, UUID projectId) {
    tx.update(
        """
        UPDATE catalog.alert_rule
        SET deleted_at = now(), next_check_at = NULL, version = version + 1
        WHERE tenant_id = $1 AND project_id = $2 AND deleted_at IS NULL
        """,
        tx.tenantId(),
        projectId);
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
