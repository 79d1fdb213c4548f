package io.keelson.compute.lease;

import io.keelson.compute.job.EndCause;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How often jobs were given a machine, and what became of it. Callers have authorised before. */
@ApplicationScoped
public class Attempts {
  private static final int MAX_JOBS = 1_000;
  private static final int MAX_ATTEMPTS = 100;

  private final TenantDatabase database;

  public Attempts(TenantDatabase database) {
    this.database = database;
  }

  /**
   * One time that a job was given a machine.
   *
   * @param number 1, 2, 3 … in the job
   * @param status of its lease
   * @param cause what brought it to an end; null until that is known, and of a success
   * @param reason how it came to its end, in a sentence; null until that is known
   * @param startedAt when its instance ran; null before, and where it never did
   * @param endedAt null until it is over
   */
  public record Attempt(
      int number,
      LeaseStatus status,
      String provider,
      EndCause cause,
      String reason,
      OffsetDateTime startedAt,
      OffsetDateTime endedAt) {}

  /** By job, the first attempt first; of each job the latest 100, of at most 1,000 jobs. */
  public Map<UUID, List<Attempt>> ofJobs(UUID tenantId, Collection<UUID> jobIds) {
    Input.size("jobIds", jobIds, 0, MAX_JOBS);
    Map<UUID, List<Attempt>> attempts = new HashMap<>();
    for (Row row :
        database.read(
            tenantId,
            """
            SELECT j.id AS job_id, l.attempt, l.status, l.provider, l.outcome, l.active_at, l.lost_at, l.releasing_at
            FROM unnest($2::uuid[]) AS j (id)
            CROSS JOIN LATERAL (
              SELECT attempt, status, provider, outcome, active_at, lost_at, releasing_at
              FROM compute.lease
              WHERE tenant_id = $1 AND job_id = j.id
              ORDER BY attempt DESC
              LIMIT $3
            ) AS l
            ORDER BY l.attempt
            """,
            tenantId,
            jobIds.toArray(UUID[]::new),
            MAX_ATTEMPTS)) {
      attempts.computeIfAbsent(row.getUUID("job_id"), id -> new ArrayList<>()).add(attempt(row));
    }
    return attempts;
  }

  /**
   * How many of a job's latest attempts came to nothing before they had begun, by no fault of the
   * job; at most 6 are looked at.
   */
  public static int failedStarts(Transaction tx, UUID jobId) {
    return count(
        tx,
        jobId,
        """
        SELECT count(*)::int AS number
        FROM (
          SELECT active_at, outcome
          FROM compute.lease
          WHERE tenant_id = $1 AND job_id = $2
          ORDER BY attempt DESC
          LIMIT 6) AS latest
        WHERE active_at IS NULL AND outcome ->> 'status' = 'QUEUED' AND outcome ->> 'reason' IS NOT NULL
        """);
  }

  /** How many of a job's attempts came to an end by this cause. */
  public static int ended(Transaction tx, UUID jobId, EndCause cause) {
    return count(
        tx,
        jobId,
        """
        SELECT count(*)::int AS number
        FROM compute.lease
        WHERE tenant_id = $1 AND job_id = $2
          AND (outcome ->> 'cause' = $3 OR $3 = 'MACHINE_LOST' AND lost_at IS NOT NULL)
        """,
        cause.name());
  }

  private static int count(Transaction tx, UUID jobId, String sql, Object... further) {
    Object[] params = new Object[2 + further.length];
    params[0] = tx.tenantId();
    params[1] = jobId;
    System.arraycopy(further, 0, params, 2, further.length);
    return tx.one(sql, params).orElseThrow().getInteger("number");
  }

  private static Attempt attempt(Row row) {
    JsonObject json = row.getJsonObject("outcome");
    Outcome outcome = Outcome.of(json);
    return new Attempt(
        row.getInteger("attempt"),
        LeaseStatus.valueOf(row.getString("status")),
        row.getString("provider"),
        outcome == null ? null : outcome.cause(),
        outcome == null ? null : outcome.reason(),
        row.getOffsetDateTime("active_at"),
        outcome == null ? null : outcome.endedAt());
  }
}
