package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
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
   * Has an ERRORED version validated again now, and its tables that have no profile read again.
   *
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when its record has another version, or it is not ERRORED
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
          if (version.status() != DatasetVersionStatus.ERRORED) {
            throw new Conflict("data set version is " + version.status() + " (expected: ERRORED)");
          }
          tx.updateOne(
              "data set version is not ERRORED",
              """
              UPDATE catalog.dataset_version
              SET status = 'VALIDATING', retry_at = NULL, version = version + 1
              WHERE tenant_id = $1 AND id = $2 AND status = 'ERRORED'
              """,
              tx.tenantId(),
              id);
          outbox.publish(tx, RETRIED_EVENT, id, new JsonObject().put("versionId", id.toString()));
          UUID tenantId = tx.tenantId();
          tx.afterCommit(() -> signals.signal(tenantId, DatasetFileUploads.topic(id)));
          return new Changed("datasetversion", id, version.projectId(), Map.of());
        });
    return versions.get(caller.principal(), Permission.DATASET_WRITE, id);
  }
}
