package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.dataset.DatasetFileUploads;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Versions that wait for their profile. One process works on each; when that dies, another takes
 * over in time.
 */
final class ProfileQueue {
  private static final int MAX_REASON_CHARACTERS = 1_000;

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
   * @param path in the version
   */
  record TableFile(String path, String digest, long sizeBytes) {}

  /**
   * Takes the version that has waited longest, for this long; those that have failed before come
   * after all others.
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
                      ORDER BY failures > 0, due_at
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

  /** Has it tried again after the delay. Does nothing when another attempt has begun. */
  void postpone(Task task, Duration delay, boolean failed) {
    database.transact(
        task.tenantId(),
        tx ->
            tx.update(
                """
                UPDATE catalog.profile_task
                SET due_at = $4, failures = failures + $5
                WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3
                """,
                task.tenantId(),
                task.versionId(),
                task.attempt(),
                now().plus(delay),
                failed ? 1 : 0));
  }

  /**
   * @param profile null where there are no tables
   */
  boolean validated(Task task, JsonObject profile) {
    return database.transact(
        task.tenantId(),
        tx -> {
          if (!end(tx, task, "VALIDATED", null)) {
            return false;
          }
          if (profile != null) {
            tx.update(
                """
                INSERT INTO catalog.dataset_profile (tenant_id, dataset_version_id, profile, computed_at)
                VALUES ($1, $2, $3, $4)
                """,
                task.tenantId(),
                task.versionId(),
                profile,
                now());
          }
          return true;
        });
  }

  boolean rejected(Task task, String reason) {
    String cut =
        reason.length() <= MAX_REASON_CHARACTERS
            ? reason
            : reason.substring(0, MAX_REASON_CHARACTERS);
    return database.transact(
        task.tenantId(), tx -> end(tx, task, "REJECTED", cut.replace('\0', '\uFFFD')));
  }

  /** False, and nothing is changed, when another attempt has begun or ended it. */
  private boolean end(Transaction tx, Task task, String status, String rejection) {
    int mine =
        tx.update(
            "DELETE FROM catalog.profile_task WHERE tenant_id = $1 AND dataset_version_id = $2 AND attempts = $3",
            task.tenantId(),
            task.versionId(),
            task.attempt());
    if (mine == 0) {
      return false;
    }
    tx.updateOne(
        "data set version is not SEALED",
        """
        UPDATE catalog.dataset_version
        SET status = $3, rejection = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'SEALED'
        """,
        task.tenantId(),
        task.versionId(),
        status,
        rejection);
    tx.afterCommit(
        () -> signals.signal(task.tenantId(), DatasetFileUploads.topic(task.versionId())));
    return true;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
