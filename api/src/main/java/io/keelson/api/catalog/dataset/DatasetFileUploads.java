package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.ProjectCheck;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.FinishedUpload;
import io.keelson.tenancy.object.UploadListener;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/** Puts a finished upload into its data set version, in the transaction that finishes it. */
@ApplicationScoped
public class DatasetFileUploads implements UploadListener {
  /** The subject of such an upload is the version; its context names the {@code path}. */
  public static final String PURPOSE = "dataset-file";

  static final int MAX_FILES_PER_VERSION = 10_000;

  private final ProjectCheck projects;
  private final LiveSignals signals;
  private final InstantSource clock;

  public DatasetFileUploads(ProjectCheck projects, LiveSignals signals, InstantSource clock) {
    this.projects = projects;
    this.signals = signals;
    this.clock = clock;
  }

  @Override
  public String purpose() {
    return PURPOSE;
  }

  /**
   * A file of the same path is replaced.
   *
   * @throws Conflict when the version is no longer OPEN, or full, or its project is being removed
   */
  @Override
  public void finished(Transaction tx, FinishedUpload upload) {
    Row version = lockOpen(tx, upload.subjectId());
    projects.requireAll(tx, Set.of(version.getUUID("project_id")));
    String path = upload.context().getString("path");
    long replacedBytes = 0;
    int replaced = 0;
    for (Row old :
        tx.query(
            """
            DELETE FROM catalog.dataset_file
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND path = $3
            RETURNING size_bytes
            """,
            tx.tenantId(),
            upload.subjectId(),
            path)) {
      replacedBytes += old.getLong("size_bytes");
      replaced++;
    }
    refuseTooMany(version.getInteger("files") - replaced);
    tx.update(
        """
        INSERT INTO catalog.dataset_file
          (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        Ids.next(),
        version.getUUID("project_id"),
        upload.subjectId(),
        path,
        upload.object().digest(),
        upload.object().sizeBytes(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    tx.update(
        """
        UPDATE catalog.dataset_version
        SET size_bytes = size_bytes + $3, files = files + $4
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        upload.subjectId(),
        upload.object().sizeBytes() - replacedBytes,
        1 - replaced);
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, topic(upload.subjectId())));
  }

  private static Row lockOpen(Transaction tx, UUID versionId) {
    Row version =
        tx.one(
                """
                SELECT project_id, status, files
                FROM catalog.dataset_version
                WHERE tenant_id = $1 AND id = $2
                FOR NO KEY UPDATE
                """,
                tx.tenantId(),
                versionId)
            .orElseThrow(() -> new NotFound(VersionRows.WHAT));
    DatasetVersionStatus status = DatasetVersionStatus.valueOf(version.getString("status"));
    if (status != DatasetVersionStatus.OPEN) {
      throw new Conflict("data set version is " + status + " (expected: OPEN)");
    }
    return version;
  }

  static void refuseTooMany(int filesSoFar) {
    if (filesSoFar >= MAX_FILES_PER_VERSION) {
      throw new Conflict("a data set version has at most " + MAX_FILES_PER_VERSION + " files");
    }
  }

  /** What followers of a version's files and state follow. */
  public static String topic(UUID versionId) {
    return "dataset-version/" + versionId;
  }
}
