package io.keelson.api.catalog.project;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a team works on: data sets, experiments, models and endpoints belong to exactly one.
 *
 * @param slug unique in the tenant, never changes
 * @param description null when there is none
 * @param removingSince since when nothing may be changed in it; null while it stays
 */
public record Project(
    UUID id,
    String slug,
    String name,
    String description,
    OffsetDateTime createdAt,
    OffsetDateTime removingSince,
    int version) {}
