package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
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
   * How many ended in each of some windows, one after the other.
   *
   * @param from when the first begins
   * @param window how long each is, to the millisecond
   * @param most where counting ends, in each
   */
  public int[] counts(
      UUID tenantId, UUID projectId, OffsetDateTime from, Duration window, int windows, int most) {
    int[] counts = new int[windows];
    database
        .read(
            tenantId,
            """
            SELECT w.i, counted.failed
            FROM generate_series(0, $5 - 1) AS w (i)
            CROSS JOIN LATERAL (
              SELECT count(*)::int AS failed
              FROM (
                SELECT 1
                FROM compute.job
                WHERE tenant_id = $1 AND project_id = $2 AND kind = 'TASK' AND status IN ('FAILED', 'TIMED_OUT')
                  AND ended_at >= $3::timestamptz + make_interval(secs => $4 * w.i)
                  AND ended_at < $3::timestamptz + make_interval(secs => $4 * (w.i + 1))
                LIMIT $6) AS one) AS counted
            WHERE counted.failed > 0
            """,
            tenantId,
            projectId,
            from,
            window.toMillis() / 1_000d,
            windows,
            most)
        .forEach(row -> counts[row.getInteger("i")] = row.getInteger("failed"));
    return counts;
  }
}
