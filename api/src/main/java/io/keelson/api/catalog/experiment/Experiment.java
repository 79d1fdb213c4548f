package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A question that runs try to answer.
 *
 * @param name unique in the project
 * @param tags by key
 */
public record Experiment(
    UUID id,
    UUID projectId,
    String name,
    List<Tag> tags,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
