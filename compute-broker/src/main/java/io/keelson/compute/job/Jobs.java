package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.quota.Limit;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The jobs of a tenant, as the other modules see them: submit, look, end. What a job does while it
 * runs is told by the events {@code JobStarted} and {@code JobFinished}. Callers have authorised
 * before.
 */
@ApplicationScoped
public class Jobs {
  private static final int MAX_PAGE_JOBS = 200;
  private static final int MAX_BATCH_JOBS = 10_000;
  private static final int MAX_BATCH_COMMANDS = 1_000;
  private static final Set<JobKind> TASKS = Set.of(JobKind.TASK);

  private final TenantDatabase database;
  private final JobProgress progress;
  private final Quotas quotas;
  private final InstantSource clock;

  public Jobs(TenantDatabase database, JobProgress progress, Quotas quotas, InstantSource clock) {
    this.database = database;
    this.progress = progress;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Queues the job in the caller's transaction; it starts when there is room for it.
   *
   * @param id of the new job, chosen by the caller
   * @return the same id
   * @throws QuotaExceeded when as many tasks of the tenant are queued as may be, or the task needs
   *     more CPUs than all its jobs may hold; a replica waits then
   */
  public UUID submit(Transaction tx, UUID id, JobSpec spec) {
    OffsetDateTime now = now();
    tx.update(
        """
        INSERT INTO compute.job (tenant_id, id, project_id, run_id, name, kind, status, program, command, environment,
          parameters, inputs, cpu_millis, memory_bytes, max_seconds, traceparent, submitted_by, submitted_by_kind,
          submitted_by_id, submitted_at, retries)
        VALUES ($1, $2, $3, $4, $5, $6, 'QUEUED', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        """,
        tx.tenantId(),
        id,
        spec.projectId(),
        spec.runId(),
        spec.name(),
        spec.kind().name(),
        spec.program(),
        spec.command().toArray(String[]::new),
        JobRows.json(spec.environment()),
        spec.parameters(),
        JobRows.jsonOfInputs(spec.inputs()),
        spec.resources().cpuMillis(),
        spec.resources().memoryBytes(),
        spec.maxDuration() == null ? null : spec.maxDuration().toSeconds(),
        spec.traceparent(),
        spec.submittedBy().label(),
        spec.submittedBy().kind().name(),
        spec.submittedBy().id(),
        now,
        Retry.json(spec.retries()));
    progress.enqueue(tx, id, spec.projectId(), spec.resources(), spec.maxDuration(), now);
    if (spec.kind() == JobKind.TASK) {
      refuseWhatNeverStarts(tx, spec);
      quotas.require(tx, QuotaName.QUEUED_JOBS, 1);
    }
    return id;
  }

  private void refuseWhatNeverStarts(Transaction tx, JobSpec spec) {
    Limit limit = quotas.limit(tx, QuotaName.CPUS);
    int wanted = spec.resources().cpuMillis();
    if (wanted > limit.most()) {
      throw quotas.standing(tx, QuotaName.CPUS).exceeded(wanted);
    }
  }

  /**
   * The job.
   *
   * @throws NotFound when the tenant has no such job
   */
  public Job get(Transaction tx, UUID id) {
    return tx.one(
            "SELECT " + JobRows.COLUMNS + " FROM compute.job WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            id)
        .map(JobRows::job)
        .orElseThrow(() -> new NotFound("job"));
  }

  /**
   * What the job is to do.
   *
   * @throws NotFound when the tenant has no such job
   */
  public static JobWork work(Transaction tx, UUID id) {
    return tx.one(
            """
            SELECT command, environment, parameters, inputs
            FROM compute.job
            WHERE tenant_id = $1 AND id = $2
            """,
            tx.tenantId(),
            id)
        .map(JobRows::work)
        .orElseThrow(() -> new NotFound("job"));
  }

  /** Names what these jobs have left no more, once they have ended. */
  public static void releaseOutputs(Transaction tx, Collection<UUID> ids) {
    tx.update(
        """
        UPDATE compute.job
        SET outputs = '[]'
        WHERE tenant_id = $1 AND id = ANY ($2) AND ended_at IS NOT NULL AND outputs <> '[]'
        """,
        tx.tenantId(),
        ids.toArray(UUID[]::new));
  }

  /**
   * What the job has left; nothing unless it SUCCEEDED.
   *
   * @throws NotFound when the tenant has no such job
   */
  public static List<JobOutput> outputs(Transaction tx, UUID id) {
    return tx.one(
            "SELECT outputs FROM compute.job WHERE tenant_id = $1 AND id = $2", tx.tenantId(), id)
        .map(row -> JobRows.outputs(row.getJsonArray("outputs")))
        .orElseThrow(() -> new NotFound("job"));
  }

  /**
   * What those of the jobs run that exist, at most 1,000: up to 64 KiB each.
   *
   * @param room is told how many bytes of the heap they will fill, before they are read; what it
   *     throws is thrown
   */
  public Map<UUID, List<String>> commands(UUID tenantId, Collection<UUID> ids, LongConsumer room) {
    Map<UUID, List<String>> commands = new HashMap<>();
    if (ids.isEmpty()) {
      return commands;
    }
    Input.size("ids", ids, 1, MAX_BATCH_COMMANDS);
    room.accept(
        database
            .read(
                tenantId,
                """
                SELECT coalesce(sum(2 * octet_length(array_to_string(command, '')) + 64 * cardinality(command)), 0) AS bytes
                FROM compute.job
                WHERE tenant_id = $1 AND id = ANY ($2)
                """,
                tenantId,
                ids.toArray(UUID[]::new))
            .iterator()
            .next()
            .getLong("bytes"));
    database
        .read(
            tenantId,
            "SELECT id, command FROM compute.job WHERE tenant_id = $1 AND id = ANY ($2)",
            tenantId,
            ids.toArray(UUID[]::new))
        .forEach(row -> commands.put(row.getUUID("id"), List.of(row.getArrayOfStrings("command"))));
    return commands;
  }

  /** Those of the jobs that exist, at most 10,000. */
  public Map<UUID, Job> byIds(UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Job> jobs = new LinkedHashMap<>();
    if (ids.isEmpty()) {
      return jobs;
    }
    Input.size("ids", ids, 1, MAX_BATCH_JOBS);
    database
        .read(
            tenantId,
            "SELECT "
                + JobRows.COLUMNS
                + " FROM compute.job WHERE tenant_id = $1 AND id = ANY ($2)",
            tenantId,
            ids.toArray(UUID[]::new))
        .forEach(row -> jobs.put(row.getUUID("id"), JobRows.job(row)));
    return jobs;
  }

  /** The tasks of a project, newest first. */
  public List<Job> page(
      UUID tenantId, UUID projectId, Set<JobStatus> statuses, int limit, UUID beforeId) {
    return page(tenantId, projectId, TASKS, statuses, limit, beforeId);
  }

  /**
   * Jobs, newest first.
   *
   * @param projectId null for all projects of the tenant
   * @param kinds which kinds
   * @param statuses empty for all
   * @param limit 1 to 200
   * @param beforeId the last job of the page before, or null
   */
  public List<Job> page(
      UUID tenantId,
      UUID projectId,
      Set<JobKind> kinds,
      Set<JobStatus> statuses,
      int limit,
      UUID beforeId) {
    Input.range("limit", limit, 1, MAX_PAGE_JOBS);
    List<Job> jobs = new ArrayList<>();
    database
        .read(
            tenantId,
            "SELECT "
                + JobRows.COLUMNS
                + """
                FROM compute.job
                WHERE tenant_id = $1
                  AND ($2::uuid IS NULL OR project_id = $2)
                  AND kind = ANY ($3)
                  AND (cardinality($4::text[]) = 0 OR status = ANY ($4))
                  AND ($5::uuid IS NULL OR id < $5)
                ORDER BY id DESC
                LIMIT $6
                """,
            tenantId,
            projectId,
            names(kinds),
            names(statuses),
            beforeId,
            limit)
        .forEach(row -> jobs.add(JobRows.job(row)));
    return jobs;
  }

  private static String[] names(Set<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).toArray(String[]::new);
  }

  /**
   * Ends a job for somebody who saw it in a certain state: at once while it is queued, within
   * seconds when it runs.
   *
   * @throws NotFound when there is no such job
   * @throws Conflict when it has changed since, or has ended
   */
  public void cancel(Transaction tx, UUID id, int expectedVersion) {
    Job job = locked(tx, id);
    if (job.version() != expectedVersion) {
      throw new Conflict(
          "the job has changed: version " + job.version() + " (expected: " + expectedVersion + ")");
    }
    if (job.status().ended()) {
      throw new Conflict("the job is " + job.status() + " and cannot become CANCELLED");
    }
    end(tx, job, StopReason.CANCELLED);
  }

  /**
   * Ends a service, or any job for the platform itself. Stopping it again, or when it has ended,
   * changes nothing.
   *
   * @throws NotFound when there is no such job
   */
  public void stop(Transaction tx, UUID id) {
    Job job = locked(tx, id);
    boolean isToEnd = job.stopReason() != null && job.stopReason() != StopReason.TENANT_SUSPENDED;
    if (!job.status().ended() && !isToEnd) {
      end(tx, job, StopReason.STOPPED);
    }
  }

  /**
   * Takes the machines away from the tasks of a tenant that is suspended: each goes back to the
   * queue and waits there until the tenant resumes, unless somebody ends it. Those that wait
   * already, or were told to end, are left alone.
   *
   * @param limit how many at most
   * @return how many; fewer than the limit when there are no more
   */
  public int preemptRunningTasks(Transaction tx, int limit) {
    List<Job> found =
        tx.list(
            JobRows::job,
            "SELECT "
                + JobRows.COLUMNS
                + """
                 FROM compute.job
                WHERE tenant_id = $1 AND kind = 'TASK' AND status <> 'QUEUED'
                  AND ended_at IS NULL AND stop_requested_at IS NULL
                ORDER BY id
                LIMIT $2
                FOR NO KEY UPDATE
                """,
            tx.tenantId(),
            limit);
    found.forEach(job -> progress.stopRequested(tx, job, StopReason.TENANT_SUSPENDED));
    return found.size();
  }

  /**
   * Cancels the tasks of a project that is being removed.
   *
   * @param limit how many at most
   */
  public void cancelTasks(Transaction tx, UUID projectId, int limit) {
    tx.list(
            JobRows::job,
            "SELECT "
                + JobRows.COLUMNS
                + """
                 FROM compute.job
                WHERE tenant_id = $1 AND project_id = $2 AND kind = 'TASK' AND ended_at IS NULL
                  AND (stop_requested_at IS NULL OR stop_reason = $4)
                ORDER BY id
                LIMIT $3
                FOR NO KEY UPDATE
                """,
            tx.tenantId(),
            projectId,
            limit,
            StopReason.TENANT_SUSPENDED.words())
        .forEach(job -> end(tx, job, StopReason.CANCELLED));
  }

  private void end(Transaction tx, Job job, StopReason reason) {
    if (job.status() == JobStatus.QUEUED) {
      progress.endedInQueue(tx, job, reason);
    } else {
      progress.stopRequested(tx, job, reason);
    }
  }

  private Job locked(Transaction tx, UUID id) {
    return tx.one(
            "SELECT "
                + JobRows.COLUMNS
                + " FROM compute.job WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            id)
        .map(JobRows::job)
        .orElseThrow(() -> new NotFound("job"));
  }

  /**
   * Where a running service listens on this machine: a socket file in a folder that the job itself
   * cannot reach, so that it cannot put another one in its place. Empty until the service listens,
   * and again when it has ended.
   */
  public Optional<Path> serviceSocket(UUID tenantId, UUID jobId) {
    var rows =
        database
            .read(
                tenantId,
                """
                SELECT socket_path
                FROM compute.lease
                WHERE tenant_id = $1 AND job_id = $2 AND status = 'ACTIVE' AND socket_path IS NOT NULL
                """,
                tenantId,
                jobId)
            .iterator();
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    Path socket = Path.of(rows.next().getString("socket_path"));
    return Files.exists(socket, LinkOption.NOFOLLOW_LINKS) ? Optional.of(socket) : Optional.empty();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
