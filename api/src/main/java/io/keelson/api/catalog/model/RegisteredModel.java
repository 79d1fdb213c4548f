package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A name under which versions of a model are kept.
 *
 * @param name unique in the project
 */
public record RegisteredModel(
    UUID id,
    UUID projectId,
    String name,
    String description,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
