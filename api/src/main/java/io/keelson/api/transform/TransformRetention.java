package io.keelson.api.transform;

import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Previews go, with what their jobs have left. */
@ApplicationScoped
public class TransformRetention implements Retentions {
  /** Previews, from their beginning: they are looked at once. */
  private static final Duration TRANSFORM_PREVIEWS_KEPT = Duration.ofHours(24);

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("catalog.transform_preview", TRANSFORM_PREVIEWS_KEPT, "t.created_at")
            .where("t.released"));
  }

  /**
   * What a job leaves is let go once it has left it: a preview that was queued for longer stays
   * until its job has ended.
   */
  @Override
  public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
    List<UUID> jobs =
        tx.list(
            row -> row.getUUID("job_id"),
            """
            UPDATE catalog.transform_preview
            SET released = true
            WHERE tenant_id = $1 AND id = ANY (ARRAY(
              SELECT id
              FROM catalog.transform_preview
              WHERE tenant_id = $1 AND NOT released AND status <> 'RUNNING' AND created_at < $2
              ORDER BY created_at
              LIMIT $3))
            RETURNING job_id
            """,
            tx.tenantId(),
            now.minus(TRANSFORM_PREVIEWS_KEPT),
            limit);
    Jobs.releaseOutputs(tx, jobs);
    return jobs.size();
  }
}
