package io.keelson.compute.job;

import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * How a job moves from state to state: the one place that writes its status. Each step is in the
 * caller's transaction, refuses a way that {@link JobStatus} does not know, and tells whoever
 * listens.
 */
@ApplicationScoped
public class JobProgress {
  /** What wakes the schedulers of all processes: it is about no tenant. */
  public static final UUID PLATFORM = new UUID(0, 0);

  public static final String QUEUE_TOPIC = "compute/queue";
  public static final String STOP_TOPIC = "compute/stop";
  private static final int MAX_REASON_CHARACTERS = 2_000;

  private final Outbox outbox;
  private final LiveSignals signals;
  private final InstantSource clock;

  public JobProgress(Outbox outbox, LiveSignals signals, InstantSource clock) {
    this.outbox = outbox;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * @param maxDuration null for a service without a limit
   */
  void enqueue(
      Transaction tx,
      UUID jobId,
      UUID projectId,
      Resources resources,
      Duration maxDuration,
      OffsetDateTime queuedAt) {
    tx.update(
        """
        INSERT INTO compute.queue_entry (tenant_id, job_id, cpu_millis, memory_bytes, max_seconds, queued_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        tx.tenantId(),
        jobId,
        resources.cpuMillis(),
        resources.memoryBytes(),
        maxDuration == null ? null : maxDuration.toSeconds(),
        queuedAt);
    UUID tenantId = tx.tenantId();
    tx.afterCommit(
        () -> {
          signals.signal(PLATFORM, QUEUE_TOPIC);
          signals.signal(tenantId, topic(projectId));
        });
  }

  /** The topic of a project's jobs. */
  public static String topic(UUID projectId) {
    return "project/" + projectId + "/jobs";
  }

  /**
   * A lease is asked for: the next attempt begins, under a fence that is higher than any before.
   *
   * @return the job as it is now
   */
  public Job provisioning(Transaction tx, Job job) {
    job.status().to(JobStatus.PROVISIONING);
    return moved(
        tx,
        job,
        """
        UPDATE compute.job
        SET status = 'PROVISIONING', attempt = attempt + 1, fence = fence + 1, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """);
  }

  /**
   * The attempt came to nothing, its machine was taken away, or its end is one after which the job
   * is tried again: back to where it was in the queue, as if it had not been told to end. What has
   * run is preempted first.
   */
  public Job requeued(Transaction tx, Job job) {
    Job from = job.status() == JobStatus.RUNNING ? preempted(tx, job) : job;
    from.status().to(JobStatus.QUEUED);
    Job queued =
        moved(
            tx,
            from,
            """
            UPDATE compute.job
            SET status = 'QUEUED', started_at = NULL, stop_requested_at = NULL, stop_reason = NULL,
              version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND version = $3
            """);
    enqueue(tx, job.id(), job.projectId(), job.resources(), job.maxDuration(), job.submittedAt());
    return queued;
  }

  /**
   * {@link #requeued}, but not to be tried again before a pause is over, by the database's clock.
   *
   * @param waitsFor why, in a few words
   */
  public Job requeued(Transaction tx, Job job, Duration pause, String waitsFor) {
    Job queued = requeued(tx, job);
    tx.update(
        """
        UPDATE compute.queue_entry
        SET not_before = statement_timestamp() + make_interval(secs => $3), waits_for = $4
        WHERE tenant_id = $1 AND job_id = $2
        """,
        tx.tenantId(),
        job.id(),
        pause.toMillis() / 1_000d,
        cut(waitsFor));
    return queued;
  }

  private Job preempted(Transaction tx, Job job) {
    job.status().to(JobStatus.PREEMPTED);
    return moved(
        tx,
        job,
        """
        UPDATE compute.job
        SET status = 'PREEMPTED', version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """);
  }

  /** Its command runs. */
  public Job started(Transaction tx, Job job, OffsetDateTime startedAt) {
    job.status().to(JobStatus.RUNNING);
    Job running =
        moved(
            tx,
            job,
            """
            UPDATE compute.job
            SET status = 'RUNNING', started_at = $4, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND version = $3
            """,
            startedAt);
    outbox.publish(tx, "JobStarted", job.id(), payload(job));
    return running;
  }

  /**
   * It is over.
   *
   * @param exitCode null where there is none
   */
  public Job ended(
      Transaction tx,
      Job job,
      JobStatus status,
      String reason,
      Integer exitCode,
      OffsetDateTime endedAt,
      List<JobOutput> outputs) {
    job.status().to(status);
    Job ended =
        moved(
            tx,
            job,
            """
            UPDATE compute.job
            SET status = $4, reason = $5, exit_code = $6, ended_at = $7, outputs = $8, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND version = $3
            """,
            status.name(),
            cut(reason),
            exitCode,
            endedAt,
            JobRows.jsonOfOutputs(outputs));
    outbox.publish(
        tx,
        "JobFinished",
        job.id(),
        payload(job)
            .put("status", status.name())
            .put("reason", cut(reason))
            .put("exitCode", exitCode)
            .put("startedAt", job.startedAt() == null ? null : job.startedAt().toString())
            .put("endedAt", endedAt.toString())
            .put("outputs", JobRows.jsonOfOutputs(outputs)));
    return ended;
  }

  void endedInQueue(Transaction tx, Job job, StopReason reason) {
    tx.update(
        "DELETE FROM compute.queue_entry WHERE tenant_id = $1 AND job_id = $2",
        tx.tenantId(),
        job.id());
    ended(
        tx,
        job,
        JobStatus.CANCELLED,
        reason.words(),
        null,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        List.of());
  }

  /** Who asked first is told as the reason, but that a tenant was suspended keeps nobody. */
  void stopRequested(Transaction tx, Job job, StopReason reason) {
    StopReason before = job.stopReason();
    boolean isFirst = before == null || before == StopReason.TENANT_SUSPENDED;
    moved(
        tx,
        job,
        """
        UPDATE compute.job
        SET stop_requested_at = coalesce(stop_requested_at, $4), stop_reason = $5,
          version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        (isFirst ? reason : before).words());
    tx.afterCommit(() -> signals.signal(PLATFORM, STOP_TOPIC));
  }

  /** Locks the job for a step of the broker. */
  public Job locked(Transaction tx, UUID jobId) {
    return tx.one(
            "SELECT "
                + JobRows.COLUMNS
                + " FROM compute.job WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            jobId)
        .map(JobRows::job)
        .orElseThrow(
            () -> new IllegalStateException("a lease of a job that does not exist: " + jobId));
  }

  private Job moved(Transaction tx, Job job, String sql, Object... further) {
    Object[] params = new Object[3 + further.length];
    params[0] = tx.tenantId();
    params[1] = job.id();
    params[2] = job.version();
    System.arraycopy(further, 0, params, 3, further.length);
    tx.updateOne("the job was changed by somebody else", sql, params);
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, topic(job.projectId())));
    return locked(tx, job.id());
  }

  private static JsonObject payload(Job job) {
    return new JsonObject()
        .put("jobId", job.id().toString())
        .put("projectId", job.projectId().toString())
        .put("runId", job.runId() == null ? null : job.runId().toString())
        .put("kind", job.kind().name())
        .put("traceparent", job.traceparent());
  }

  private static String cut(String reason) {
    String text = StoredText.of(reason);
    return text == null || text.length() <= MAX_REASON_CHARACTERS
        ? text
        : text.substring(0, MAX_REASON_CHARACTERS) + "…";
  }
}
