package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Versions that no upload fills: MAKING until what makes them is over. */
@ApplicationScoped
public class DerivedVersions {
  private final ProjectAccess access;
  private final Sealing sealing;
  private final LiveSignals signals;
  private final InstantSource clock;

  public DerivedVersions(
      ProjectAccess access, Outbox outbox, LiveSignals signals, InstantSource clock) {
    this.access = access;
    this.sealing = new Sealing(outbox, clock);
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * The data set's next version, MAKING. Others who make one of it wait until the transaction ends.
   *
   * @return its number
   * @throws NotFound when there is no such data set that the principal may know of
   * @throws io.keelson.tenancy.failure.Forbidden without DATASET_WRITE in its project
   */
  public int begin(Transaction tx, Principal principal, UUID id, UUID datasetId) {
    return VersionRows.insert(
            tx, access, principal, id, datasetId, DatasetVersionStatus.MAKING, now())
        .number();
  }

  /**
   * The same for what the platform makes of what somebody has set up, with nobody's rights.
   *
   * @param by who set it up
   */
  public void begin(Transaction tx, Actor by, UUID id, UUID datasetId) {
    VersionRows.insert(tx, by, id, datasetId, DatasetVersionStatus.MAKING, now());
  }

  /**
   * Seals it with these files, at least one; nothing happens when it is not MAKING any more.
   *
   * @param files kept as objects of the tenant
   */
  public void finish(Transaction tx, UUID id, List<Manifest.Entry> files) {
    making(tx, id)
        .ifPresent(
            version -> {
              tx.batch(
                  """
                  INSERT INTO catalog.dataset_file
                    (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                  """,
                  files.stream()
                      .map(
                          file ->
                              Tuple.of(
                                  tx.tenantId(),
                                  Ids.next(),
                                  version.projectId(),
                                  id,
                                  file.path(),
                                  file.digest(),
                                  file.sizeBytes(),
                                  now()))
                      .toList());
              sealing.seal(tx, version, Manifest.of(files));
              signal(tx, id);
            });
  }

  /** It is REJECTED, for that reason; nothing happens when it is not MAKING any more. */
  public void fail(Transaction tx, UUID id, String reason) {
    making(tx, id)
        .ifPresent(
            version -> {
              sealing.reject(tx, version, reason);
              signal(tx, id);
            });
  }

  private static Optional<DatasetVersion> making(Transaction tx, UUID id) {
    return tx.one(VersionRows.SELECT + "AND id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
        .map(VersionRows::version)
        .filter(version -> version.status() == DatasetVersionStatus.MAKING);
  }

  private void signal(Transaction tx, UUID id) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, DatasetFileUploads.topic(id)));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
