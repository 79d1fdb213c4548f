package io.keelson.api.catalog.dataset;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A file on its way into an open version.
 *
 * @param url where to send the bytes, by tus 1.0; whoever holds it may
 * @param expiresAt when the upload is given up
 * @param offsetBytes how much has arrived
 */
public record DatasetUpload(UUID id, URI url, OffsetDateTime expiresAt, long offsetBytes) {}
