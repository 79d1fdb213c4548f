package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A movable name for a version, such as {@code champion}. */
public record ModelAlias(
    UUID modelId, String name, UUID modelVersionId, OffsetDateTime movedAt, Actor movedBy) {}
