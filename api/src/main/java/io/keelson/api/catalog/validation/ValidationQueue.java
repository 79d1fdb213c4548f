package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.dataset.DatasetFileUploads;
import io.keelson.api.catalog.profile.TableFile;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Versions that are not validated for good. One process at a time has a look at each; when that
 * dies, another one has it in time.
 */
final class ValidationQueue {
  /** How long a look may go on without having written anything. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** The end of a job is told; this is for when it was not. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private static final Duration FIRST_REFUSAL = Duration.ofSeconds(5);
  private static final Duration LAST_REFUSAL = Duration.ofMinutes(5);
  private static final int MAX_DOUBLINGS = 10;

  /** So many versions of a tenant are under way at a time: its own jobs find room in its queue. */
  static final int MAX_JOBS_OF_TENANT = 8;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final LiveSignals signals;
  private final Outbox outbox;
  private final InstantSource clock;

  ValidationQueue(
      SystemDatabase system,
      TenantDatabase database,
      LiveSignals signals,
      Outbox outbox,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.signals = signals;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param attempt whoever has the latest may write the result
   * @param failures attempts before it that ended badly
   * @param refusals how often in a row no job could be submitted
   * @param jobId of the job under way, or null
   */
  record Task(UUID tenantId, UUID versionId, int attempt, int failures, int refusals, UUID jobId) {}

  /**
   * What is due: first jobs that have ended, then versions by how often they have failed. Versions
   * of tenants that are suspended, or have enough under way, wait.
   */
  Optional<Task> claim() {
    OffsetDateTime now = now();
    return system.transact(
        SystemUse.PROFILE_QUEUE,
        tx ->
            tx.one(
                    """
                    WITH busy AS (
                      SELECT tenant_id
                      FROM catalog.profile_task
                      WHERE job_id IS NOT NULL
                      GROUP BY tenant_id
                      HAVING count(*) >= $3
                    )
                    UPDATE catalog.profile_task
                    SET attempts = attempts + 1, due_at = $2
                    WHERE (tenant_id, dataset_version_id) IN (
                      SELECT t.tenant_id, t.dataset_version_id
                      FROM catalog.profile_task t
                      WHERE t.due_at <= $1
                        AND (
                          t.job_id IS NOT NULL
                          OR t.tenant_id NOT IN (SELECT b.tenant_id FROM busy b)
                          AND EXISTS (
                            SELECT 1
                            FROM tenancy.tenant o
                            WHERE o.tenant_id = t.tenant_id AND o.status = 'ACTIVE'))
                      ORDER BY t.job_id IS NULL, t.failures, t.due_at
                      LIMIT 1
                      FOR NO KEY UPDATE OF t SKIP LOCKED
                    )
                    RETURNING tenant_id, dataset_version_id, attempts, failures, refusals, job_id
                    """,
                    now,
                    now.plus(LEASE),
                    MAX_JOBS_OF_TENANT)
                .map(
                    row ->
                        new Task(
                            row.getUUID("tenant_id"),
                            row.getUUID("dataset_version_id"),
                            row.getInteger("attempts"),
                            row.getInteger("failures"),
                            row.getInteger("refusals"),
                            row.getUUID("job_id"))));
  }

  /**
   * In a transaction of the task's tenant, which holds the task until it ends.
   *
   * @return empty, and nothing is done, when another attempt has begun
   */
  <T> Optional<T> ifMine(Task task, Function<Transaction, T> work) {
    return database.transact(
        task.tenantId(),
        tx -> {
          if (due(tx, task, LEASE) == 0) {
            return Optional.empty();
          }
          T result = work.apply(tx);
          tx.afterCommit(
              () -> signals.signal(task.tenantId(), DatasetFileUploads.topic(task.versionId())));
          return Optional.of(result);
        });
  }

  private int due(Transaction tx, Task task, Duration delay) {
    return tx.update(
        """
        UPDATE catalog.profile_task
        SET due_at = $4
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
        """,
        task.tenantId(),
        task.versionId(),
        task.attempt(),
        now().plus(delay));
  }

  static List<TableFile> files(Transaction tx, UUID versionId) {
    return tx.list(
        row ->
            new TableFile(
                row.getString("path"), row.getString("digest"), row.getLong("size_bytes")),
        """
        SELECT path, digest, size_bytes
        FROM catalog.dataset_file
        WHERE tenant_id = $1 AND dataset_version_id = $2
        ORDER BY path
        """,
        tx.tenantId(),
        versionId);
  }

  /**
   * Whether the version became VALIDATING now; false as well where it is so already, or will not
   * be.
   */
  static boolean begin(Transaction tx, Task task) {
    return tx.update(
            """
            UPDATE catalog.dataset_version
            SET status = 'VALIDATING', retry_at = NULL, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND status IN ('SEALED', 'ERRORED') AND removed_at IS NULL
            """,
            task.tenantId(),
            task.versionId())
        > 0;
  }

  /** The project of the version; empty when it is not VALIDATING. */
  static Optional<UUID> validating(Transaction tx, Task task) {
    return tx.one(
            """
            SELECT project_id
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND id = $2 AND status = 'VALIDATING'
            """,
            task.tenantId(),
            task.versionId())
        .map(row -> row.getUUID("project_id"));
  }

  static void remove(Transaction tx, Task task) {
    tx.update(
        "DELETE FROM catalog.profile_task WHERE tenant_id = $1 AND dataset_version_id = $2",
        task.tenantId(),
        task.versionId());
  }

  /** In the transaction that submits the job. */
  void submitted(Transaction tx, Task task, UUID jobId) {
    set(tx, task, jobId, LOOK_AGAIN, 0);
  }

  /** The job runs, or waits for its turn. */
  void lookAgain(Task task) {
    database.transact(task.tenantId(), tx -> due(tx, task, LOOK_AGAIN));
  }

  /** No job could be submitted: the version is as it was, and due later and later. */
  void refused(Task task) {
    Duration delay = refusalDelay(task.refusals());
    database.transact(
        task.tenantId(),
        tx ->
            tx.update(
                """
                UPDATE catalog.profile_task
                SET due_at = $4, refusals = refusals + 1
                WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
                """,
                task.tenantId(),
                task.versionId(),
                task.attempt(),
                now().plus(delay)));
  }

  /** 5 s, 10 s, 20 s …, at most 5 min. */
  static Duration refusalDelay(int refusals) {
    Duration delay = FIRST_REFUSAL.multipliedBy(1L << Math.min(refusals, MAX_DOUBLINGS));
    return delay.compareTo(LAST_REFUSAL) < 0 ? delay : LAST_REFUSAL;
  }

  private void set(Transaction tx, Task task, UUID jobId, Duration delay, int failures) {
    tx.updateOne(
        "another attempt has begun",
        """
        UPDATE catalog.profile_task
        SET job_id = $4, due_at = $5, failures = failures + $6, refusals = 0
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
        """,
        task.tenantId(),
        task.versionId(),
        task.attempt(),
        jobId,
        now().plus(delay),
        failures);
  }

  /** Ends the attempt: the version becomes what its tables make of it. */
  void conclude(Transaction tx, Task task, Verdict verdict) {
    switch (verdict) {
      case Verdict.Validated _ -> judged(tx, task, "VALIDATED", null);
      case Verdict.Rejected(String reason) -> judged(tx, task, "REJECTED", reason);
      case Verdict.Errored errored -> errored(tx, task, errored);
      case Verdict.Unfinished _ -> set(tx, task, null, Duration.ZERO, 0);
    }
  }

  private void judged(Transaction tx, Task task, String status, String rejection) {
    remove(tx, task);
    Row version = end(tx, task, status, rejection, null, null);
    publish(
        tx,
        rejection == null ? "DatasetVersionValidated" : "DatasetVersionRejected",
        task,
        version,
        rejection);
  }

  private void errored(Transaction tx, Task task, Verdict.Errored errored) {
    Duration delay = errored.retryDelay(task.failures());
    set(tx, task, null, delay, 1);
    Row version = end(tx, task, "ERRORED", null, errored.reason(), now().plus(delay));
    if (task.failures() == 0) { // of one that goes on to fail nothing new is to be told
      publish(tx, "DatasetVersionErrored", task, version, errored.reason());
    }
  }

  private void publish(Transaction tx, String type, Task task, Row version, String reason) {
    outbox.publish(
        tx,
        type,
        task.versionId(),
        new JsonObject()
            .put("projectId", version.getUUID("project_id").toString())
            .put("by", Actor.of(version, "created_by").json())
            .put("reason", reason == null ? null : TableRows.cut(reason)));
  }

  private static Row end(
      Transaction tx,
      Task task,
      String status,
      String rejection,
      String error,
      OffsetDateTime retryAt) {
    return tx.one(
            """
            UPDATE catalog.dataset_version
            SET status = $3, rejection = $4, error = $5, retry_at = $6, held = held AND $3 = 'ERRORED',
                version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND status = 'VALIDATING'
            RETURNING project_id, created_by, created_by_kind, created_by_id
            """,
            task.tenantId(),
            task.versionId(),
            status,
            rejection == null ? null : TableRows.cut(rejection),
            error == null ? null : TableRows.cut(error),
            retryAt)
        .orElseThrow(() -> new Conflict("data set version is not VALIDATING"));
  }

  OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
