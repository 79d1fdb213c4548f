package io.keelson.compute.scheduler;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
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
 * tenant's have their turn before, and what must be free. Of other tenants it says only whether any
 * of their jobs is ahead: how many they queue is theirs to know. Callers have authorised before.
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

  public WaitingJobs(
      SystemDatabase system, Quotas quotas, InstantSource clock, BrokerConfig config) {
    this.system = system;
    this.quotas = quotas;
    this.clock = clock;
    this.config = config;
  }

  /** Where the jobs of a tenant stand in the queue, as of one moment. */
  private record Queue(
      Map<UUID, Place> places,
      boolean machines,
      boolean suspended,
      Allowances.Allowance allowance) {}

  /**
   * @param ahead how many of its tenant have their turn before; null beyond what is ranked
   * @param othersAhead whether any of other tenants has
   * @param passedOver whether no machine can have room for it while the replicas on it run
   * @param obstacle why it could not be started, while it waits to be tried again; else null
   */
  private record Place(
      boolean claimed, Integer ahead, boolean othersAhead, boolean passedOver, String obstacle) {}

  /** By job; those that have started, or will not, are left out. At most 10,000 jobs. */
  public Map<UUID, String> reasons(UUID tenantId, Collection<Job> jobs) {
    Input.size("jobs", jobs, 0, MAX_JOBS);
    UUID[] queued =
        jobs.stream()
            .filter(job -> job.status() == JobStatus.QUEUED)
            .map(Job::id)
            .toArray(UUID[]::new);
    Queue queue =
        queued.length == 0 ? new Queue(Map.of(), true, false, null) : queue(tenantId, queued);
    Map<UUID, String> reasons = new HashMap<>();
    for (Job job : jobs) {
      String reason =
          switch (job.status()) {
            case QUEUED -> queued(job, queue);
            case PROVISIONING -> "Its machine is being prepared.";
            case PREEMPTED -> "Its machine was taken away; it goes back to the queue.";
            case RUNNING, SUCCEEDED, FAILED, CANCELLED, TIMED_OUT -> null;
          };
      if (reason != null) {
        reasons.put(job.id(), reason);
      }
    }
    return reasons;
  }

  private Queue queue(UUID tenantId, UUID[] jobIds) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return system.transact(
        SystemUse.JOB_QUEUE,
        tx -> {
          Map<UUID, Place> places = new HashMap<>();
          rows(tx, tenantId, jobIds, now)
              .forEach(
                  row ->
                      places.put(
                          row.getUUID("job_id"),
                          new Place(
                              row.getBoolean("claimed"),
                              row.getInteger("ahead"),
                              row.getBoolean("others_ahead"),
                              row.getBoolean("passed_over"),
                              row.getString("obstacle"))));
          boolean machines =
              tx.one(
                      "SELECT 1 FROM compute.holder WHERE heartbeat_at > $1 LIMIT 1",
                      now.minus(QueueHeads.MACHINE_IS_ALIVE))
                  .isPresent();
          boolean suspended =
              tx.one(
                      "SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 AND status = 'SUSPENDED'",
                      tenantId)
                  .isPresent();
          return new Queue(places, machines, suspended, Allowances.of(tx, quotas, tenantId));
        });
  }

  private List<Row> rows(Transaction tx, UUID tenantId, UUID[] jobIds, OffsetDateTime now) {
    return tx.list(
        row -> row,
        """
        WITH oldest AS (
          SELECT q.tenant_id, q.job_id, q.queued_at, q.max_seconds
          FROM compute.queue_entry q
          JOIN tenancy.tenant t ON t.tenant_id = q.tenant_id AND t.status = 'ACTIVE'
          WHERE %s
          ORDER BY q.queued_at
          LIMIT $5
        ),
        ranked AS (
          SELECT q.tenant_id, q.job_id, row_number() OVER (ORDER BY %s) - 1 AS ahead
          FROM oldest q
          %s
        ),
        ranked_within AS (
          SELECT r.tenant_id, r.job_id, r.ahead AS all_ahead,
            row_number() OVER (PARTITION BY r.tenant_id ORDER BY r.ahead) - 1 AS ahead
          FROM ranked r
        ),
        machine AS (
          SELECT host_id, max(cpu_millis) AS cpu_millis, max(memory_bytes) AS memory_bytes
          FROM compute.holder
          WHERE heartbeat_at > $6
          GROUP BY host_id
        ),
        lasting AS (
          SELECT l.host_id, sum(l.cpu_millis) AS cpu_millis, sum(l.memory_bytes) AS memory_bytes
          FROM compute.lease l
          JOIN compute.job j ON j.tenant_id = l.tenant_id AND j.id = l.job_id
          WHERE l.status IN ('REQUESTED', 'ACTIVE') AND j.max_seconds IS NULL AND j.stop_requested_at IS NULL
          GROUP BY l.host_id
        )
        SELECT q.job_id, coalesce(q.claimed_until > $1, false) AS claimed, r.ahead::int AS ahead,
          coalesce(r.all_ahead > r.ahead, false) AS others_ahead,
          coalesce(
            (SELECT bool_and(
              q.cpu_millis > m.cpu_millis - coalesce(s.cpu_millis, 0)
              OR q.memory_bytes > m.memory_bytes - coalesce(s.memory_bytes, 0))
             FROM machine m
             LEFT JOIN lasting s ON s.host_id = m.host_id),
            false) AS passed_over,
          CASE WHEN q.not_before > $1 THEN q.waits_for END AS obstacle
        FROM compute.queue_entry q
        LEFT JOIN ranked_within r ON r.tenant_id = q.tenant_id AND r.job_id = q.job_id
        WHERE q.tenant_id = $3 AND q.job_id = ANY ($4)
        """
            .formatted(
                QueueHeads.UNCLAIMED,
                QueueHeads.TURN.replace("$patience", "$2"),
                QueueHeads.SHARES),
        now,
        now.minus(config.settings().queuePatience()),
        tenantId,
        jobIds,
        MAX_RANKED,
        now.minus(QueueHeads.MACHINE_IS_ALIVE));
  }

  private static String queued(Job job, Queue queue) {
    Place place = queue.places().get(job.id());
    if (place == null || place.claimed()) {
      return "A machine has taken it and is about to start it.";
    }
    if (queue.suspended()) {
      return "Your organisation is suspended: its jobs wait until it is resumed.";
    }
    if (place.obstacle() != null) {
      return "It cannot be started now and is retried: " + place.obstacle() + ".";
    }
    String quota = overQuota(job, queue.allowance());
    if (quota != null) {
      return quota;
    }
    if (place.passedOver()) {
      return "Others go before it: it needs a machine with "
          + free(job.resources())
          + " free, and the replicas that run leave less on each.";
    }
    String machines = queue.machines() ? "" : " No machine is taking jobs at the moment.";
    return turn(place)
        + "; it waits for a machine with "
        + free(job.resources())
        + " free."
        + machines;
  }

  private static String turn(Place place) {
    if (place.ahead() == null) {
      return "It waits for its turn";
    }
    String own =
        switch (place.ahead()) {
          case 0 -> null;
          case 1 -> "1 job of your organisation is ahead";
          default -> place.ahead() + " jobs of your organisation are ahead";
        };
    if (own == null) {
      return place.othersAhead() ? "Jobs of other organisations are ahead" : "It is next";
    }
    return place.othersAhead() ? own + ", and some of others" : own;
  }

  /** Which quota of the tenant it waits for; null when that is none. */
  private static String overQuota(Job job, Allowances.Allowance allowance) {
    if (job.kind() == JobKind.TASK && allowance.isFull()) {
      return "It waits for a running job of your organisation to end: %d of %d run (quota RUNNING_JOBS)."
          .formatted(allowance.tasks(), allowance.maxTasks().most());
    }
    int wanted = job.resources().cpuMillis();
    if (!allowance.leaves(wanted)) {
      return "It waits for CPUs of your organisation: %s of %s are in use, and it needs %s (quota CPUS)."
          .formatted(
              cpus(allowance.cpuMillis()), cpus(allowance.maxCpuMillis().most()), cpus(wanted));
    }
    return null;
  }

  private static String cpus(long millis) {
    return millis % 1_000 == 0 ? "" + millis / 1_000 : "" + millis / 1_000d;
  }

  private static String free(Resources resources) {
    int millis = resources.cpuMillis();
    return cpus(millis)
        + (millis == 1_000 ? " CPU and " : " CPUs and ")
        + (resources.memoryBytes() >> 20)
        + " MiB";
  }
}
