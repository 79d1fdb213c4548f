package io.keelson.api.catalog.collection;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What a project collects: nothing more is taken, and what waits is not sealed any more. */
@ApplicationScoped
public class CollectorRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.collector_sealing", "collector_id", "catalog.collector"),
          ProjectRows.of("catalog.collected_batch", "collector_id", "catalog.collector"),
          ProjectRows.of("catalog.collector_backlog", "collector_id", "catalog.collector"),
          ProjectRows.of("catalog.collected_key", "collector_id", "catalog.collector"),
          ProjectRows.of(
              "catalog.collected_version", "dataset_version_id", "catalog.dataset_version"),
          ProjectRows.of("catalog.collector"));

  @Override
  public Turn turn() {
    return Turn.DERIVED_DATA;
  }

  /** A sealing that has begun ends first. */
  @Override
  public void end(Transaction tx, UUID projectId) {
    tx.update(
        """
        UPDATE catalog.collector
        SET deleted_at = now(), version = version + 1
        WHERE tenant_id = $1 AND project_id = $2 AND deleted_at IS NULL
        """,
        tx.tenantId(),
        projectId);
    tx.update(
        """
        UPDATE catalog.collector_backlog b
        SET due_at = NULL, rows = 0, bytes = 0, stored_bytes = 0
        WHERE b.tenant_id = $1 AND (b.due_at IS NOT NULL OR b.stored_bytes > 0)
          AND b.collector_id IN (SELECT id FROM catalog.collector WHERE tenant_id = $1 AND project_id = $2)
          AND NOT EXISTS (
            SELECT 1
            FROM catalog.collector_sealing s
            WHERE s.tenant_id = b.tenant_id AND s.collector_id = b.collector_id AND s.dead = b.dead)
        """,
        tx.tenantId(),
        projectId);
  }

  @Override
  public List<Left> left(Transaction tx, UUID projectId) {
    return List.of(
        Left.counted(
            tx,
            projectId,
            "data set versions that are being sealed",
            """
            SELECT count(*)
            FROM catalog.collector_sealing s
            JOIN catalog.collector c ON c.tenant_id = s.tenant_id AND c.id = s.collector_id
            WHERE s.tenant_id = $1 AND c.project_id = $2
            """));
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
