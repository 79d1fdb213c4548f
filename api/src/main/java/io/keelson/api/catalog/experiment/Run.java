package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One try within an experiment.
 *
 * @param jobId the job that carries it out; null where the platform does not
 * @param parentId the run it is a part of, or null
 * @param startedAt null while SCHEDULED
 * @param endedAt null until it has ended
 * @param archivedAt null where lists show it
 */
public record Run(
    UUID id,
    UUID projectId,
    UUID experimentId,
    String name,
    RunStatus status,
    UUID jobId,
    UUID parentId,
    OffsetDateTime createdAt,
    Actor createdBy,
    OffsetDateTime startedAt,
    OffsetDateTime endedAt,
    OffsetDateTime archivedAt,
    int version) {}
