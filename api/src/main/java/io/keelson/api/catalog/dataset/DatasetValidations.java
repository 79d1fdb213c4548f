package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/** Validation of sealed versions, as far as people have a hand in it. */
@ApplicationScoped
public class DatasetValidations {
  /** Published when somebody has a version validated again: {@code {versionId}}. */
  public static final String RETRIED_EVENT = "DatasetVersionRetried";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final DatasetVersions versions;
  private final Outbox outbox;
  private final LiveSignals signals;

  public DatasetValidations(
      Mutations mutations,
      ProjectAccess access,
      DatasetVersions versions,
      Outbox outbox,
      LiveSignals signals) {
    this.mutations = mutations;
    this.access = access;
    this.versions = versions;
    this.outbox = outbox;
    this.signals = signals;
  }

  /**
   * Has a version that was validated before checked by what is expected of its data set now. One
   * that is REJECTED stays closed, waivers or not, until it is VALIDATED.
   *
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when its record has another version; unless it is VALIDATED, REJECTED or
   *     ERRORED; when there is no suite, or its latest validation by that suite is over
   */
  public DatasetVersion validate(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Validate(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        "validate",
        new Validate(id, expectedVersion),
        tx -> {
          DatasetVersion version =
              VersionRows.lock(tx, access, caller.principal(), Permission.DATASET_WRITE, id);
          if (version.version() != expectedVersion) {
            throw new Conflict("data set version has changed since version " + expectedVersion);
          }
          version.requireFiles();
          if (version.files() == 0) {
            throw new Conflict("there is nothing in the data set version");
          }
          requireOtherSuite(tx, version);
          again(tx, version);
          return new Changed("datasetversion", id, version.projectId(), Map.of());
        });
    return versions.get(caller.principal(), Permission.DATASET_WRITE, id);
  }

  private static void requireOtherSuite(Transaction tx, DatasetVersion version) {
    Row row =
        tx.one(
                """
                SELECT s.digest, l.suite_digest, l.status
                FROM catalog.expectation_suite s
                LEFT JOIN LATERAL (
                  SELECT v.suite_digest, v.status
                  FROM catalog.validation v
                  WHERE v.tenant_id = s.tenant_id AND v.dataset_version_id = $3
                  ORDER BY v.id DESC
                  LIMIT 1
                ) l ON true
                WHERE s.tenant_id = $1 AND s.dataset_id = $2
                ORDER BY s.number DESC
                LIMIT 1
                """,
                tx.tenantId(),
                version.datasetId(),
                version.id())
            .orElseThrow(
                () -> new Conflict("nothing is expected of the data set: set its expectations"));
    boolean same = row.getString("digest").equals(row.getString("suite_digest"));
    if (same && !"ERRORED".equals(row.getString("status"))) {
      throw new Conflict("it is what the suite in force made of it already");
    }
  }

  private void again(Transaction tx, DatasetVersion version) {
    version.status().requireBecome(DatasetVersionStatus.VALIDATING);
    tx.updateOne(
        "data set version is not " + version.status(),
        """
        UPDATE catalog.dataset_version
        SET status = 'VALIDATING', held = held OR status = 'REJECTED', rejection = NULL, retry_at = NULL,
          version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = $3
        """,
        tx.tenantId(),
        version.id(),
        version.status().name());
    outbox.publish(
        tx,
        RETRIED_EVENT,
        version.id(),
        new JsonObject().put("versionId", version.id().toString()));
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, DatasetFileUploads.topic(version.id())));
  }

  /**
   * Has an ERRORED version validated again now, and its tables that have no profile read again.
   *
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when its record has another version, it is not ERRORED, or its files were
   *     removed
   */
  public DatasetVersion retry(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Retry(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        "retryValidation",
        new Retry(id, expectedVersion),
        tx -> {
          DatasetVersion version =
              VersionRows.lock(tx, access, caller.principal(), Permission.DATASET_WRITE, id);
          if (version.version() != expectedVersion) {
            throw new Conflict("data set version has changed since version " + expectedVersion);
          }
          version.requireFiles();
          if (version.status() != DatasetVersionStatus.ERRORED) {
            throw new Conflict("data set version is " + version.status() + " (expected: ERRORED)");
          }
          again(tx, version);
          return new Changed("datasetversion", id, version.projectId(), Map.of());
        });
    return versions.get(caller.principal(), Permission.DATASET_WRITE, id);
  }
}
