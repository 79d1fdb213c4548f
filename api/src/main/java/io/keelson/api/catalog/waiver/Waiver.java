package io.keelson.api.catalog.waiver;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Lets one failed check of one data set version pass until a day.
 *
 * @param resultNumber which result of the validation
 * @param endsAt from then on it counts no more
 * @param decidedBy who granted, declined or ended it; null before
 * @param comment what they said; null for nothing
 */
public record Waiver(
    UUID id,
    UUID projectId,
    UUID versionId,
    UUID validationId,
    int resultNumber,
    String reason,
    OffsetDateTime endsAt,
    WaiverStatus status,
    OffsetDateTime askedAt,
    Actor askedBy,
    OffsetDateTime decidedAt,
    Actor decidedBy,
    String comment,
    int version) {}
