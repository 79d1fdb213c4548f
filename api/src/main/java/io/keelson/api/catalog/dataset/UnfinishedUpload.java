package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.object.Upload;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A file on its way into an open version, without the address to send it to.
 *
 * @param path where it will lie in the version
 * @param offsetBytes how much has arrived
 * @param expiresAt when it is given up unless more arrives
 */
public record UnfinishedUpload(
    UUID id,
    String path,
    long sizeBytes,
    long offsetBytes,
    OffsetDateTime startedAt,
    OffsetDateTime expiresAt) {
  static UnfinishedUpload of(Upload upload) {
    return new UnfinishedUpload(
        upload.id(),
        upload.context().getString("path"),
        upload.sizeBytes(),
        upload.offsetBytes(),
        upload.createdAt(),
        upload.expiresAt());
  }
}
