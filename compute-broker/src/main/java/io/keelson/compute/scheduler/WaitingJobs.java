package io.keelson.compute.scheduler;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobStatus;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Why jobs have not started yet, in a sentence that says no more than is known: how many of the
 * tenant's have their turn before, what must be free and who holds it. Of other tenants it says
 * only whether any of their jobs is ahead, or holds room: how many they queue is theirs to know.
 * Callers have authorised before.
 */
@ApplicationScoped
public class WaitingJobs {
  private static final int MAX_JOBS = 10_000;

  /** How much of the queue is ranked, oldest first: a bound on the work of one answer. */
  private static final int MAX_RANKED = 10_000;

  private final SystemDatabase system;
  private final Quotas quotas;
  private final InstantSource clock;
  private final BrokerConfig config;
  private final RoomHolders holders;

  public WaitingJobs(
      SystemDatabase system,
      Quotas quotas,
      InstantSource clock,
      BrokerConfig config,
      RoomHolders holders) {
    this.system = system;
    this.quotas = quotas;
    this.clock = clock;
    this.config = config;
    this.holders = holders;
  }

  /** By job; those that have started, or will not, are left out. At most 10,000 jobs. */
  public Map<UUID, String> reasons(RoomHolders.Reader reader, Collection<Job> jobs) {
    Map<UUID, WaitingReason> reasons = found(reader.tenantId(), jobs);
    String held =
        reasons.values().stream().anyMatch(WaitingReason::forRoom)
            ? holders.of(reader).sentence()
            : "";
    Map<UUID, String> sentences = new HashMap<>();
    reasons.forEach(
        (id, reason) ->
            sentences.put(id, reason.forRoom() ? reason.sentence() + held : reason.sentence()));
    return sentences;
  }

  /** Who holds the room that jobs wait for, by job; those that wait for none are left out. */
  public Map<UUID, RoomHolders.Holders> roomHolders(
      RoomHolders.Reader reader, Collection<Job> jobs) {
    List<UUID> waiting =
        found(reader.tenantId(), jobs).entrySet().stream()
            .filter(reason -> reason.getValue().forRoom())
            .map(Map.Entry::getKey)
            .toList();
    if (waiting.isEmpty()) {
      return Map.of();
    }
    RoomHolders.Holders held = holders.of(reader);
    Map<UUID, RoomHolders.Holders> byJob = new HashMap<>();
    waiting.forEach(id -> byJob.put(id, held));
    return byJob;
  }

  private Map<UUID, WaitingReason> found(UUID tenantId, Collection<Job> jobs) {
    Input.size("jobs", jobs, 0, MAX_JOBS);
    UUID[] queued =
        jobs.stream()
            .filter(job -> job.status() == JobStatus.QUEUED)
            .map(Job::id)
            .toArray(UUID[]::new);
    WaitingReason.Queue queue =
        queued.length == 0 ? WaitingReason.Queue.NONE : queue(tenantId, queued);
    Map<UUID, WaitingReason> reasons = new HashMap<>();
    for (Job job : jobs) {
      WaitingReason reason = WaitingReason.of(job, queue);
      if (reason != null) {
        reasons.put(job.id(), reason);
      }
    }
    return reasons;
  }

  private WaitingReason.Queue queue(UUID tenantId, UUID[] jobIds) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.JOB_QUEUE,
        tx -> {
          Map<UUID, WaitingReason.Place> places = new HashMap<>();
          rows(tx, tenantId, jobIds, now)
              .forEach(
                  row ->
                      places.put(
                          row.getUUID("job_id"),
                          new WaitingReason.Place(
                              row.getBoolean("claimed"),
                              row.getInteger("ahead"),
                              row.getBoolean("others_ahead"),
                              row.getBoolean("passed_over"),
                              row.getInteger("request_cpu_millis"),
                              row.getLong("disk_bytes"),
                              row.getBoolean("short_of_disk"),
                              row.getString("obstacle"))));
          boolean suspended =
              tx.one(
                      "SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 AND status = 'SUSPENDED'",
                      tenantId)
                  .isPresent();
          return new WaitingReason.Queue(
              places, machines(tx), suspended, Allowances.of(tx, quotas, tenantId));
        });
  }

  private static WaitingReason.Machines machines(Transaction tx) {
    return tx.one(
            """
            SELECT shortage
            FROM compute.holder
            WHERE heartbeat_at > statement_timestamp() - make_interval(secs => $1)
            ORDER BY shortage NULLS FIRST
            LIMIT 1
            """,
            (double) QueueHeads.MACHINE_IS_ALIVE.toSeconds())
        .map(row -> new WaitingReason.Machines(true, row.getString("shortage")))
        .orElse(WaitingReason.Machines.NONE);
  }

  private List<Row> rows(Transaction tx, UUID tenantId, UUID[] jobIds, OffsetDateTime now) {
    DiskShares disk = DiskShares.of(config.settings().maxDiskBytes());
    return tx.list(
        row -> row,
        """
        WITH oldest AS (
          SELECT q.tenant_id, q.job_id, q.queued_at, q.max_seconds
          FROM compute.queue_entry q
          JOIN tenancy.tenant t ON t.tenant_id = q.tenant_id AND t.status = 'ACTIVE'
          WHERE %1$s
          ORDER BY q.queued_at
          LIMIT $4
        ),
        ranked AS (
          SELECT q.tenant_id, q.job_id, row_number() OVER (ORDER BY %2$s) - 1 AS ahead
          FROM oldest q
          %3$s
        ),
        ranked_within AS (
          SELECT r.tenant_id, r.job_id, r.ahead AS all_ahead,
            row_number() OVER (PARTITION BY r.tenant_id ORDER BY r.ahead) - 1 AS ahead
          FROM ranked r
        ),
        machine AS (
          SELECT host_id, max(cpu_millis) AS cpu_millis, max(memory_bytes) AS memory_bytes,
            max(disk_bytes) AS disk_bytes
          FROM compute.holder
          WHERE heartbeat_at > statement_timestamp() - make_interval(secs => $5)
          GROUP BY host_id
        ),
        lasting AS (
          SELECT l.host_id, sum(coalesce(l.request_cpu_millis, l.cpu_millis)) AS cpu_millis,
            sum(l.memory_bytes) AS memory_bytes, sum(l.disk_bytes) AS disk_bytes
          FROM compute.lease l
          JOIN compute.job j ON j.tenant_id = l.tenant_id AND j.id = l.job_id
          WHERE l.status IN ('REQUESTED', 'ACTIVE') AND j.max_seconds IS NULL AND j.stop_requested_at IS NULL
          GROUP BY l.host_id
        ),
        on_disk AS (
          SELECT l.host_id, sum(l.disk_bytes) AS disk_bytes
          FROM compute.lease l
          WHERE l.status <> 'RELEASED'
          GROUP BY l.host_id
        )
        SELECT q.job_id, coalesce(q.claimed_until > statement_timestamp(), false) AS claimed, r.ahead::int AS ahead,
          coalesce(r.all_ahead > r.ahead, false) AS others_ahead,
          coalesce(
            (SELECT bool_and(
              q.cpu_millis > m.cpu_millis
              OR %4$s > m.cpu_millis - coalesce(s.cpu_millis, 0)
              OR q.memory_bytes > m.memory_bytes - coalesce(s.memory_bytes, 0)
              OR coalesce(s.disk_bytes > 0 AND %5$s > m.disk_bytes - s.disk_bytes, false))
             FROM machine m
             LEFT JOIN lasting s ON s.host_id = m.host_id),
            false) AS passed_over,
          %4$s AS request_cpu_millis,
          %5$s AS disk_bytes,
          coalesce(
            (SELECT bool_and(coalesce(%5$s > m.disk_bytes - coalesce(d.disk_bytes, 0), false))
             FROM machine m
             LEFT JOIN on_disk d ON d.host_id = m.host_id),
            false) AS short_of_disk,
          CASE WHEN q.not_before > statement_timestamp() THEN q.waits_for END AS obstacle
        FROM compute.queue_entry q
        LEFT JOIN ranked_within r ON r.tenant_id = q.tenant_id AND r.job_id = q.job_id
        WHERE q.tenant_id = $2 AND q.job_id = ANY ($3)
        """
            .formatted(
                QueueOrder.UNCLAIMED,
                QueueOrder.TURN.replace("$patience", "$1"),
                QueueOrder.SHARES,
                QueueOrder.REQUEST,
                QueueOrder.disk("$6", "$7")),
        now.minus(QueueOrder.PATIENCE),
        tenantId,
        jobIds,
        MAX_RANKED,
        (double) QueueHeads.MACHINE_IS_ALIVE.toSeconds(),
        disk.taskBytes(),
        disk.replicaBytes());
  }
}
