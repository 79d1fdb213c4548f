package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.Upload;
import io.keelson.tenancy.object.UploadStatus;
import io.keelson.tenancy.object.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Uploads to open versions that are not finished: listed, ended, superseded. */
@ApplicationScoped
public class DatasetUploads {
  private static final String WHAT = "upload";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final DatasetVersions versions;
  private final Uploads uploads;
  private final LiveSignals signals;

  public DatasetUploads(
      Mutations mutations,
      ProjectAccess access,
      DatasetVersions versions,
      Uploads uploads,
      LiveSignals signals) {
    this.mutations = mutations;
    this.access = access;
    this.versions = versions;
    this.uploads = uploads;
    this.signals = signals;
  }

  /**
   * Those of a version, the oldest first.
   *
   * @param afterId null for the first page
   * @throws NotFound when there is no version that the caller may know of
   */
  public List<UnfinishedUpload> page(
      Principal principal, UUID datasetVersionId, int limit, UUID afterId) {
    versions.get(principal, datasetVersionId);
    return uploads
        .open(
            principal.tenantId(),
            DatasetFileUploads.PURPOSE,
            datasetVersionId,
            PageLimit.checked(limit),
            afterId)
        .stream()
        .map(UnfinishedUpload::of)
        .toList();
  }

  /**
   * Ends an upload, whoever began it: what has come of it goes, and it no longer holds up the seal.
   * One that has ended without a file stays as it is.
   *
   * @return the version that it was for
   * @throws NotFound when there is no upload that the caller may know of
   * @throws Forbidden without DATASET_WRITE in the version's project
   * @throws Conflict when it is finished: its file is in the version
   */
  public DatasetVersion end(Caller caller, UUID id) {
    Input.present("id", id);
    UUID versionId =
        mutations.run(
            caller,
            "endUpload",
            id,
            tx -> {
              Upload upload = uploads.get(tx, id);
              DatasetVersion version = versionOf(tx, caller.principal(), upload);
              if (!uploads.end(tx, id, "ended by " + caller.principal().label())
                  && uploads.get(tx, id).status() == UploadStatus.FINISHED) {
                throw new Conflict("upload is FINISHED (expected: OPEN)");
              }
              UUID tenantId = tx.tenantId();
              tx.afterCommit(
                  () -> signals.signal(tenantId, DatasetFileUploads.topic(version.id())));
              return new Changed(
                  "datasetversion",
                  version.id(),
                  version.projectId(),
                  Map.of("path", upload.context().getString("path")));
            });
    return versions.get(caller.principal(), Permission.DATASET_WRITE, versionId);
  }

  private DatasetVersion versionOf(Transaction tx, Principal principal, Upload upload) {
    if (!upload.purpose().equals(DatasetFileUploads.PURPOSE)) {
      throw new NotFound(WHAT);
    }
    DatasetVersion version =
        tx.one(VersionRows.SELECT + "AND id = $2", tx.tenantId(), upload.subjectId())
            .map(VersionRows::version)
            .orElseThrow(() -> new NotFound(WHAT));
    access.require(principal, Permission.DATASET_WRITE, version.projectId(), WHAT);
    return version;
  }
}
