package io.keelson.api.catalog.collection;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a data set version was collected from.
 *
 * @param collectorId it may be gone
 * @param hasDeadLetters whether it holds what broke the schema
 * @param fromAt when the first of its rows came
 * @param toAt when the last did
 */
public record CollectedVersion(
    UUID versionId,
    UUID collectorId,
    boolean hasDeadLetters,
    long rows,
    OffsetDateTime fromAt,
    OffsetDateTime toAt) {}
