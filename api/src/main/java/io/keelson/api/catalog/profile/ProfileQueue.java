package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.dataset.DatasetFileUploads;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Versions that wait to be validated. One process works on each; when that dies, another takes over
 * in time.
 */
final class ProfileQueue {
  private final SystemDatabase system;
  private final TenantDatabase database;
  private final LiveSignals signals;
  private final InstantSource clock;

  ProfileQueue(
      SystemDatabase system, TenantDatabase database, LiveSignals signals, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * @param attempt whoever has the latest may write the result
   * @param failures attempts before it that ended badly
   */
  record Task(UUID tenantId, UUID versionId, int attempt, int failures) {}

  /**
   * Takes the version that has waited longest of those that have had fewest turns, for this long.
   */
  Optional<Task> claim(Duration lease) {
    OffsetDateTime now = now();
    return system.transact(
        SystemUse.PROFILE_QUEUE,
        tx ->
            tx.one(
                    """
                    UPDATE catalog.profile_task
                    SET attempts = attempts + 1, due_at = $2
                    WHERE (tenant_id, dataset_version_id) IN (
                      SELECT tenant_id, dataset_version_id
                      FROM catalog.profile_task
                      WHERE due_at <= $1
                      ORDER BY attempts, due_at
                      LIMIT 1
                      FOR NO KEY UPDATE SKIP LOCKED
                    )
                    RETURNING tenant_id, dataset_version_id, attempts, failures
                    """,
                    now,
                    now.plus(lease))
                .map(
                    row ->
                        new Task(
                            row.getUUID("tenant_id"),
                            row.getUUID("dataset_version_id"),
                            row.getInteger("attempts"),
                            row.getInteger("failures"))));
  }

  List<TableFile> files(Task task) {
    return database.transact(
        task.tenantId(),
        tx ->
            tx.list(
                row ->
                    new TableFile(
                        row.getString("path"), row.getString("digest"), row.getLong("size_bytes")),
                """
                SELECT path, digest, size_bytes
                FROM catalog.dataset_file
                WHERE tenant_id = $1 AND dataset_version_id = $2
                ORDER BY path
                """,
                task.tenantId(),
                task.versionId()));
  }

  /**
   * The version is VALIDATING, and its tables wait for their profiles; in the middle of that,
   * nothing changes.
   *
   * @return names of tables that wait; empty when another attempt has begun, or all is over
   */
  Optional<List<String>> begin(Task task, List<VersionTable> tables) {
    return database.transact(
        task.tenantId(),
        tx -> {
          if (!isMine(tx, task)) {
            return Optional.empty();
          }
          int begun =
              tx.update(
                  """
                  UPDATE catalog.dataset_version
                  SET status = 'VALIDATING', retry_at = NULL, version = version + 1
                  WHERE tenant_id = $1 AND id = $2 AND status IN ('SEALED', 'ERRORED')
                  """,
                  task.tenantId(),
                  task.versionId());
          if (begun > 0) {
            TableRows.await(tx, task.versionId(), tables);
            signalAfter(tx, task);
          } else if (!isValidating(tx, task)) {
            remove(tx, task);
            return Optional.empty();
          }
          return Optional.of(TableRows.pending(tx, task.versionId()));
        });
  }

  /** False, and nothing is changed, when another attempt has begun. */
  boolean record(Task task, String table, ProfileOutcome outcome) {
    return database.transact(
        task.tenantId(),
        tx -> {
          if (!isMine(tx, task)) {
            return false;
          }
          TableRows.set(tx, task.versionId(), table, outcome, now());
          signalAfter(tx, task);
          return true;
        });
  }

  /** Has it go on after the delay. Does nothing when another attempt has begun. */
  void postpone(Task task, Duration delay) {
    database.transact(task.tenantId(), tx -> postpone(tx, task, delay, 0));
  }

  private int postpone(Transaction tx, Task task, Duration delay, int failures) {
    return tx.update(
        """
        UPDATE catalog.profile_task
        SET due_at = $4, failures = failures + $5
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
        """,
        task.tenantId(),
        task.versionId(),
        task.attempt(),
        now().plus(delay),
        failures);
  }

  /**
   * Ends the attempt: the version becomes what its tables make of it.
   *
   * @param others how many of its files are no table
   * @param leftOut how many of its tables are not looked at
   * @return empty, and nothing is changed, when another attempt has begun
   */
  Optional<Verdict> conclude(Task task, int others, int leftOut) {
    return database.transact(
        task.tenantId(),
        tx -> {
          if (!isMine(tx, task)) {
            return Optional.empty();
          }
          Verdict verdict = Verdict.of(TableRows.tried(tx, task.versionId()), others, leftOut);
          switch (verdict) {
            case Verdict.Validated _ -> judged(tx, task, "VALIDATED", null);
            case Verdict.Rejected(String reason) -> judged(tx, task, "REJECTED", reason);
            case Verdict.Errored errored -> errored(tx, task, errored);
            case Verdict.Unfinished _ -> postpone(tx, task, Duration.ZERO, 0);
          }
          signalAfter(tx, task);
          return Optional.of(verdict);
        });
  }

  private static boolean isValidating(Transaction tx, Task task) {
    return tx.one(
            """
            SELECT 1
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND id = $2 AND status = 'VALIDATING'
            """,
            task.tenantId(),
            task.versionId())
        .isPresent();
  }

  private static void remove(Transaction tx, Task task) {
    tx.update(
        "DELETE FROM catalog.profile_task WHERE tenant_id = $1 AND dataset_version_id = $2",
        task.tenantId(),
        task.versionId());
  }

  private static void judged(Transaction tx, Task task, String status, String rejection) {
    remove(tx, task);
    end(tx, task, status, rejection, null, null);
  }

  private void errored(Transaction tx, Task task, Verdict.Errored errored) {
    Duration delay = errored.retryDelay(task.failures());
    postpone(tx, task, delay, 1);
    end(tx, task, "ERRORED", null, errored.reason(), now().plus(delay));
  }

  private static void end(
      Transaction tx,
      Task task,
      String status,
      String rejection,
      String error,
      OffsetDateTime retryAt) {
    tx.updateOne(
        "data set version is not VALIDATING",
        """
        UPDATE catalog.dataset_version
        SET status = $3, rejection = $4, error = $5, retry_at = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'VALIDATING'
        """,
        task.tenantId(),
        task.versionId(),
        status,
        rejection == null ? null : TableRows.cut(rejection),
        error == null ? null : TableRows.cut(error),
        retryAt);
  }

  /** Holds the task until the transaction ends. */
  private static boolean isMine(Transaction tx, Task task) {
    return tx.one(
            """
            SELECT 1
            FROM catalog.profile_task
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
            FOR NO KEY UPDATE
            """,
            task.tenantId(),
            task.versionId(),
            task.attempt())
        .isPresent();
  }

  private void signalAfter(Transaction tx, Task task) {
    tx.afterCommit(
        () -> signals.signal(task.tenantId(), DatasetFileUploads.topic(task.versionId())));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
