package io.keelson.api.catalog.profile;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A table of a data set version: a file, or files of one pattern, matched by column name. Its
 * columns are read apart.
 *
 * @param name the path of its file, or the pattern of its files' paths, with stars
 * @param reason why it has no profile; null while PENDING and once PROFILED
 * @param rows null unless PROFILED
 * @param computedAt when it got its status; null while PENDING
 */
public record TableProfile(
    UUID id,
    UUID datasetVersionId,
    String name,
    int files,
    long sizeBytes,
    TableStatus status,
    String reason,
    Long rows,
    OffsetDateTime computedAt) {}
