package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.failure.Conflict;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One state of a data set: files that change until it is sealed and never after.
 *
 * @param number 1, 2, 3 … in the data set
 * @param digest {@code sha256:…} of the manifest of its files; null while OPEN or MAKING
 * @param sizeBytes of all files together
 * @param rejection why it is REJECTED, else null
 * @param error why it is ERRORED, or was before it is VALIDATING again; else null
 * @param retryAt when it is VALIDATING again by itself; null unless ERRORED, and of what was
 *     removed
 * @param sealedAt null while OPEN or MAKING
 * @param removedAt when its files were removed, and all that showed values of them, as it had been
 *     kept for as long as its data set's captures are; null while they are there
 */
public record DatasetVersion(
    UUID id,
    UUID projectId,
    UUID datasetId,
    int number,
    DatasetVersionStatus status,
    String digest,
    long sizeBytes,
    int files,
    String rejection,
    String error,
    OffsetDateTime retryAt,
    OffsetDateTime createdAt,
    Actor createdBy,
    OffsetDateTime sealedAt,
    OffsetDateTime removedAt,
    int version) {
  /**
   * @throws Conflict when its files were removed
   */
  void requireFiles() {
    if (removedAt != null) {
      throw new Conflict("the files of the data set version were removed at " + removedAt);
    }
  }
}
