package io.keelson.api.catalog.metric;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What runs of a project have measured: batches of the points of one series, then the series. */
@ApplicationScoped
public class MetricRemoval implements ProjectRemoval {
  private static final List<ProjectRows> SERIES =
      List.of(ProjectRows.of("catalog.metric_series", "run_id", "catalog.run"));

  @Override
  public Turn turn() {
    return Turn.MODELS;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    int points = removePoints(tx, projectId, limit);
    return points > 0 ? points : ProjectRows.remove(tx, projectId, limit, SERIES);
  }

  private static int removePoints(Transaction tx, UUID projectId, int limit) {
    Optional<Long> series =
        tx.one(
                """
                SELECT s.id
                FROM catalog.metric_series s
                JOIN catalog.run r ON r.tenant_id = s.tenant_id AND r.id = s.run_id
                WHERE s.tenant_id = $1 AND r.project_id = $2
                  AND EXISTS (SELECT 1 FROM catalog.metric m WHERE m.tenant_id = s.tenant_id AND m.series_id = s.id)
                LIMIT 1
                """,
                tx.tenantId(),
                projectId)
            .map(row -> row.getLong("id"));
    // The points of one series lie in one partition, in which a place names one row.
    return series
        .map(
            id ->
                tx.update(
                    """
                    DELETE FROM catalog.metric m
                    WHERE m.tenant_id = $1 AND m.series_id = $2
                      AND m.ctid = ANY (ARRAY(
                        SELECT m.ctid FROM catalog.metric m WHERE m.tenant_id = $1 AND m.series_id = $2 LIMIT $3))
                    """,
                    tx.tenantId(),
                    id,
                    limit))
        .orElse(0);
  }
}
