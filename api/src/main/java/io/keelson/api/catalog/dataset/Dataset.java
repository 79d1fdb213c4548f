package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A named body of data with numbered versions.
 *
 * @param name unique in the project
 * @param description null when there is none
 */
public record Dataset(
    UUID id,
    UUID projectId,
    String name,
    String description,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
