package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A named body of data with numbered versions.
 *
 * @param name unique in the project
 * @param description null when there is none
 * @param collectedDays for how many days the files of versions stay that were collected, from the
 *     last of their rows; null for always
 */
public record Dataset(
    UUID id,
    UUID projectId,
    String name,
    String description,
    Integer collectedDays,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
