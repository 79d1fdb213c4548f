package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.Upload;
import io.keelson.tenancy.object.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Versions of data sets: opened, filled by uploads, sealed for good. */
@ApplicationScoped
public class DatasetVersions {
  /** Published when a version is sealed: {@code {versionId, datasetId, projectId, digest}}. */
  public static final String SEALED_EVENT = Sealing.EVENT;

  /** So many are named where a seal is refused. */
  private static final int NAMED_UPLOADS = 3;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Uploads uploads;
  private final Sealing sealing;
  private final InstantSource clock;

  public DatasetVersions(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Uploads uploads,
      Outbox outbox,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.uploads = uploads;
    this.sealing = new Sealing(outbox, clock);
    this.clock = clock;
  }

  /**
   * The next version of the data set, empty and OPEN. Several may be open at once.
   *
   * @throws NotFound when there is no such data set that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   */
  public DatasetVersion open(Caller caller, UUID datasetId) {
    Input.present("datasetId", datasetId);
    UUID id = Ids.next();
    UUID made =
        mutations.run(
            caller,
            "openDatasetVersion",
            datasetId,
            tx -> {
              VersionRows.Numbered opened =
                  VersionRows.insert(
                      tx,
                      access,
                      caller.principal(),
                      id,
                      datasetId,
                      DatasetVersionStatus.OPEN,
                      now());
              return new Changed(
                  "datasetversion", id, opened.projectId(), Map.of("number", opened.number()));
            });
    return get(caller.principal(), Permission.DATASET_WRITE, made);
  }

  /** {@link #seal(Caller, UUID, Integer)} of the version, whatever its record's version is. */
  public DatasetVersion seal(Caller caller, UUID id) {
    return seal(caller, id, null);
  }

  /**
   * Makes the version final and computes its digest; its validation follows.
   *
   * @param expectedVersion of its record; null for whichever that is
   * @throws Conflict when its record has another version, it is not OPEN, has no file, or an upload
   *     to it is unfinished
   */
  public DatasetVersion seal(Caller caller, UUID id, Integer expectedVersion) {
    Input.present("id", id);
    record Seal(UUID id, Integer expectedVersion) {}
    mutations.run(
        caller,
        "sealDatasetVersion",
        // Without a version as it was before there was one: it may be asked again.
        expectedVersion == null ? id : new Seal(id, expectedVersion),
        tx -> {
          DatasetVersion version =
              VersionRows.lock(tx, access, caller.principal(), Permission.DATASET_WRITE, id);
          if (expectedVersion != null && version.version() != expectedVersion) {
            throw new Conflict("data set version has changed since version " + expectedVersion);
          }
          if (version.status() == DatasetVersionStatus.MAKING) {
            throw new Conflict("data set version is MAKING (expected: what makes it seals it)");
          }
          version.status().requireBecome(DatasetVersionStatus.SEALED);
          Manifest manifest = manifest(tx, id);
          if (manifest.entries().isEmpty()) {
            throw new Conflict("data set version has no files (expected: at least one)");
          }
          requireNoUpload(tx, id);
          sealing.seal(tx, version, manifest);
          return new Changed(
              "datasetversion", id, version.projectId(), Map.of("digest", manifest.digest()));
        });
    return get(caller.principal(), Permission.DATASET_WRITE, id);
  }

  /** An upload that finishes at this moment waits for the version's lock, and still counts. */
  private void requireNoUpload(Transaction tx, UUID id) {
    List<Upload> unfinished =
        uploads.open(tx, DatasetFileUploads.PURPOSE, id, NAMED_UPLOADS + 1, null);
    if (unfinished.isEmpty()) {
      return;
    }
    String paths =
        unfinished.stream()
            .limit(NAMED_UPLOADS)
            .map(upload -> upload.context().getString("path"))
            .collect(Collectors.joining(", "));
    throw new Conflict(
        "uploads to the data set version are unfinished: %s%s (expected: finished or ended)"
            .formatted(paths, unfinished.size() > NAMED_UPLOADS ? " and more" : ""));
  }

  private static Manifest manifest(Transaction tx, UUID id) {
    return Manifest.of(
        tx.list(
            row ->
                new Manifest.Entry(
                    row.getString("path"), row.getString("digest"), row.getLong("size_bytes")),
            """
            SELECT path, digest, size_bytes
            FROM catalog.dataset_file
            WHERE tenant_id = $1 AND dataset_version_id = $2
            """,
            tx.tenantId(),
            id));
  }

  public DatasetVersion get(Principal principal, UUID id) {
    return get(principal, Permission.DATASET_READ, id);
  }

  /**
   * @param permission that the caller must hold in its project
   */
  public DatasetVersion get(Principal principal, Permission permission, UUID id) {
    DatasetVersion version =
        reads.one(
            principal,
            VersionRows.WHAT,
            VersionRows::version,
            VersionRows.SELECT + "AND id = $2",
            id);
    access.require(principal, permission, version.projectId(), VersionRows.WHAT);
    return version;
  }

  /**
   * Those of a data set, newest first; empty for a data set the caller may not know of.
   *
   * @param beforeId null for the first page
   */
  public List<DatasetVersion> page(Principal principal, UUID datasetId, int limit, UUID beforeId) {
    return reads.list(
        principal,
        VersionRows::version,
        VersionRows.SELECT
            + """
            AND dataset_id = $2
              AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
              AND ($4::uuid IS NULL OR id < $4)
            ORDER BY id DESC
            LIMIT $5
            """,
        datasetId,
        access.visible(principal, Permission.DATASET_READ),
        beforeId,
        PageLimit.checked(limit));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, DatasetVersion> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, DatasetVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            VersionRows::version,
            VersionRows.SELECT
                + "AND id = ANY ($2) AND ($3::uuid[] IS NULL OR project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(version -> found.put(version.id(), version));
    return found;
  }

  /** The version with the highest number of each data set; at most 1,000 data sets. */
  public Map<UUID, DatasetVersion> latest(Principal principal, Collection<UUID> datasetIds) {
    Input.size("datasetIds", datasetIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, DatasetVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            VersionRows::version,
            VersionRows.SELECT
                + """
                AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
                  AND (dataset_id, number) IN (
                    SELECT d.id, d.last_number
                    FROM catalog.dataset d
                    WHERE d.tenant_id = $1 AND d.id = ANY ($2)
                  )
                """,
            datasetIds.toArray(UUID[]::new),
            access.visible(principal, Permission.DATASET_READ))
        .forEach(version -> found.put(version.datasetId(), version));
    return found;
  }

  /**
   * Another version of the same data set that was sealed and whose files are there.
   *
   * @param number its number; null for the highest before that of the version
   * @return empty where there is none such
   */
  public Optional<DatasetVersion> sealed(
      Principal principal, DatasetVersion version, Integer number) {
    return reads
        .list(
            principal,
            VersionRows::version,
            VersionRows.SELECT
                + """
                AND project_id = $2 AND dataset_id = $3 AND digest IS NOT NULL AND removed_at IS NULL
                  AND number <> $4 AND (number = $5 OR $5::int IS NULL AND number < $4)
                ORDER BY number DESC
                LIMIT 1
                """,
            version.projectId(),
            version.datasetId(),
            version.number(),
            number)
        .stream()
        .findFirst();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
