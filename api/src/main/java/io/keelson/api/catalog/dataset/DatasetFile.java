package io.keelson.api.catalog.dataset;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A file of a data set version; its content is the tenant's object of this digest. */
public record DatasetFile(
    UUID id,
    UUID projectId,
    UUID datasetVersionId,
    String path,
    long sizeBytes,
    String digest,
    OffsetDateTime addedAt) {}
