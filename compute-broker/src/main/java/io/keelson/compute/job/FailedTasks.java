package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tasks of a project that have FAILED or TIMED_OUT. */
@ApplicationScoped
public class FailedTasks {
  private final TenantDatabase database;

  public FailedTasks(TenantDatabase database) {
    this.database = database;
  }

  /**
   * How many ended.
   *
   * @param from inclusive; {@code to} is exclusive
   * @param most where counting ends
   */
  public int count(
      UUID tenantId, UUID projectId, OffsetDateTime from, OffsetDateTime to, int most) {
    return database
        .read(
            tenantId,
            """
            SELECT count(*)::int AS failed
            FROM (
              SELECT 1
              FROM compute.job
              WHERE tenant_id = $1 AND project_id = $2 AND kind = 'TASK' AND status IN ('FAILED', 'TIMED_OUT')
                AND ended_at >= $3 AND ended_at < $4
              LIMIT $5) AS counted
            """,
            tenantId,
            projectId,
            from,
            to,
            most)
        .iterator()
        .next()
        .getInteger("failed");
  }

  /**
   * When they ended, the earliest first.
   *
   * @param from inclusive; {@code to} is exclusive
   * @param limit how many at most
   */
  public List<OffsetDateTime> ends(
      UUID tenantId, UUID projectId, OffsetDateTime from, OffsetDateTime to, int limit) {
    List<OffsetDateTime> ends = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            SELECT ended_at
            FROM compute.job
            WHERE tenant_id = $1 AND project_id = $2 AND kind = 'TASK' AND status IN ('FAILED', 'TIMED_OUT')
              AND ended_at >= $3 AND ended_at < $4
            ORDER BY ended_at
            LIMIT $5
            """,
            tenantId,
            projectId,
            from,
            to,
            limit)
        .forEach(row -> ends.add(row.getOffsetDateTime("ended_at")));
    return ends;
  }
}
