package io.keelson.api.alert.channel;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Where the messages of a project go: what waits to be delivered is dropped. */
@ApplicationScoped
public class ChannelRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.alert_delivery"),
          ProjectRows.of("catalog.alert_lane", "channel_id", "catalog.alert_channel"),
          ProjectRows.of("catalog.alert_channel"));

  @Override
  public Turn turn() {
    return Turn.TALK;
  }

  @Override
  public void end(Transaction tx, UUID projectId) {
    tx.update(
        """
        UPDATE catalog.alert_channel
        SET deleted_at = now(), version = version + 1
        WHERE tenant_id = $1 AND project_id = $2 AND deleted_at IS NULL
        """,
        tx.tenantId(),
        projectId);
    tx.update(
        """
        UPDATE catalog.alert_lane
        SET due_at = NULL
        WHERE tenant_id = $1 AND due_at IS NOT NULL
          AND channel_id IN (
            SELECT id FROM catalog.alert_channel WHERE tenant_id = $1 AND project_id = $2)
        """,
        tx.tenantId(),
        projectId);
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
