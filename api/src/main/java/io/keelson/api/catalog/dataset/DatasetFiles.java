package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.Upload;
import io.keelson.tenancy.object.Uploads;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Files of data set versions: on their way in, listed, on their way out. */
@ApplicationScoped
public class DatasetFiles {
  private static final Pattern SHA256 = Pattern.compile("(sha256:)?[0-9a-f]{64}");
  private static final String SELECT =
      """
      SELECT id, project_id, dataset_version_id, path, size_bytes, digest, added_at
      FROM catalog.dataset_file
      WHERE tenant_id = $1 AND dataset_version_id = $2\s""";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final DatasetVersions versions;
  private final DatasetGates gates;
  private final Uploads uploads;
  private final SignedUrls urls;

  public DatasetFiles(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      DatasetVersions versions,
      DatasetGates gates,
      Uploads uploads,
      SignedUrls urls) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.versions = versions;
    this.gates = gates;
    this.uploads = uploads;
    this.urls = urls;
  }

  /**
   * @param path where the file will be in the version; one that is there is replaced
   * @param sha256 64 hexadecimal digits that the bytes must have, or null
   */
  public record StartUpload(UUID datasetVersionId, String path, long sizeBytes, String sha256) {}

  /**
   * The file is in the version once its last byte has arrived. Unfinished uploads to the same path
   * are ended: this one takes their place.
   *
   * @throws Invalid for a path, size or digest
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when the version is not OPEN, or full
   * @throws io.keelson.tenancy.failure.QuotaExceeded when the tenant has too many open uploads
   */
  public DatasetUpload startUpload(Caller caller, StartUpload input) {
    Input.present("input.datasetVersionId", input.datasetVersionId());
    Input.path("input.path", input.path());
    Input.range("input.sizeBytes", input.sizeBytes(), 0, Long.MAX_VALUE);
    if (input.sha256() != null && !SHA256.matcher(input.sha256()).matches()) {
      throw new Invalid("input.sha256", input.sha256(), "64 lower-case hexadecimal digits");
    }
    UUID id = Ids.next();
    UUID started =
        mutations.run(
            caller,
            "startUpload",
            input,
            tx -> {
              DatasetVersion version = lockForUpload(tx, caller.principal(), input);
              uploads.start(
                  tx,
                  id,
                  DatasetFileUploads.PURPOSE,
                  version.id(),
                  context(input),
                  input.sizeBytes(),
                  input.sha256());
              return new Subject.Key(SubjectKind.DATASET_VERSION, version.id())
                  .changed("upload", id, version.projectId(), Map.of("path", input.path()));
            });
    return upload(caller.principal(), started);
  }

  /**
   * Uploads are locked ahead of their version, as where one is finished; one start at a time, so
   * that each sees what the other has begun.
   */
  private DatasetVersion lockForUpload(Transaction tx, Principal principal, StartUpload input) {
    UUID versionId = input.datasetVersionId();
    DatasetVersion version =
        tx.one(VersionRows.SELECT + "AND id = $2", tx.tenantId(), versionId)
            .map(VersionRows::version)
            .orElseThrow(() -> new NotFound(VersionRows.WHAT));
    access.require(principal, Permission.DATASET_WRITE, version.projectId(), VersionRows.WHAT);
    tx.query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
        "dataset-upload/" + versionId + "/" + input.path());
    uploads.endAll(
        tx, DatasetFileUploads.PURPOSE, versionId, context(input), "superseded by another upload");
    DatasetVersion locked =
        VersionRows.lock(tx, access, principal, Permission.DATASET_WRITE, versionId);
    if (locked.status() != DatasetVersionStatus.OPEN) {
      throw new Conflict("data set version is " + locked.status() + " (expected: OPEN)");
    }
    DatasetFileUploads.refuseTooMany(locked.files());
    return locked;
  }

  private static JsonObject context(StartUpload input) {
    return new JsonObject().put("path", input.path());
  }

  private DatasetUpload upload(Principal principal, UUID id) {
    Upload upload = uploads.get(principal.tenantId(), id);
    UUID projectId =
        reads.one(
            principal,
            VersionRows.WHAT,
            row -> row.getUUID("project_id"),
            "SELECT project_id FROM catalog.dataset_version WHERE tenant_id = $1 AND id = $2",
            upload.subjectId());
    LinkRight right = new LinkRight(Permission.DATASET_WRITE, projectId);
    return new DatasetUpload(
        id, urls.upload(principal, right, id), upload.expiresAt(), upload.offsetBytes());
  }

  /**
   * Those of a version, first added first.
   *
   * @param afterId null for the first page
   * @throws NotFound when there is no version that the caller may know of
   */
  public List<DatasetFile> page(
      Principal principal, UUID datasetVersionId, int limit, UUID afterId) {
    versions.get(principal, datasetVersionId);
    return reads.list(
        principal,
        DatasetFiles::file,
        SELECT + "AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
        datasetVersionId,
        afterId,
        PageLimit.checked(limit));
  }

  /**
   * All files of a version, by path: what a job that reads it is given.
   *
   * @param gate null for {@link DataGate#SEALED}
   * @throws NotFound when there is no version that the caller may know of
   * @throws Conflict unless it may be read
   */
  public List<DatasetFile> inputs(
      Transaction tx, Principal principal, UUID datasetVersionId, DataGate gate) {
    requireReadable(tx, principal, datasetVersionId);
    gates.requireHeld(tx, datasetVersionId, gate);
    return tx.list(DatasetFiles::file, SELECT + "ORDER BY path", tx.tenantId(), datasetVersionId);
  }

  /**
   * How many files there are, and how many bytes their paths have together, in UTF-8: what {@link
   * #inputs} would read.
   */
  public record Extent(long files, long pathBytes) {}

  /** Of a version that could be the input of a job, as {@link #inputs} decides it. */
  public Extent extent(Transaction tx, Principal principal, UUID datasetVersionId, DataGate gate) {
    requireReadable(tx, principal, datasetVersionId);
    gates.require(tx, List.of(datasetVersionId), gate);
    return tx.one(
            """
            SELECT count(*) AS files, coalesce(sum(octet_length(path)), 0) AS path_bytes
            FROM catalog.dataset_file
            WHERE tenant_id = $1 AND dataset_version_id = $2
            """,
            tx.tenantId(),
            datasetVersionId)
        .map(row -> new Extent(row.getLong("files"), row.getLong("path_bytes")))
        .orElseThrow();
  }

  private void requireReadable(Transaction tx, Principal principal, UUID datasetVersionId) {
    DatasetVersion version =
        tx.one(VersionRows.SELECT + "AND id = $2", tx.tenantId(), datasetVersionId)
            .map(VersionRows::version)
            .orElseThrow(() -> new NotFound(VersionRows.WHAT));
    access.require(principal, Permission.DATASET_READ, version.projectId(), VersionRows.WHAT);
  }

  /**
   * Where the content can be fetched for a short while, by whoever holds the address; for a file
   * that {@link #page} gave to this caller.
   */
  public URI downloadUrl(Principal principal, DatasetFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    LinkRight right = new LinkRight(Permission.DATASET_READ, file.projectId());
    return urls.download(principal, right, file.digest(), name);
  }

  private static DatasetFile file(Row row) {
    return new DatasetFile(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_version_id"),
        row.getString("path"),
        row.getLong("size_bytes"),
        row.getString("digest"),
        row.getOffsetDateTime("added_at"));
  }
}
