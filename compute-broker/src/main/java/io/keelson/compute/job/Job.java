package io.keelson.compute.job;

import io.keelson.tenancy.access.Actor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A job as it stands, without what its submitter and itself can make long: a page of jobs is small
 * whatever they run. What it is to do is its {@link JobWork}.
 *
 * @param reason why it ended as it did, in a sentence; null while there is nothing to say
 * @param exitCode of its command; null where it never ran or vanished
 * @param endpointId of a service: the endpoint that its costs belong to; else null
 * @param maxDuration null for a service without a limit
 * @param retries after which ends it is tried again; those that it asked for
 * @param stopRequestedAt when it was told to end, while it may not have yet
 * @param stopReason why; null while nobody has
 * @param attempt how often it was given a machine
 * @param fence the fencing token of its latest lease; 0 before the first
 * @param version rises with every change
 */
public record Job(
    UUID id,
    UUID tenantId,
    UUID projectId,
    UUID runId,
    String name,
    JobKind kind,
    JobStatus status,
    String reason,
    Integer exitCode,
    String program,
    String endpointId,
    Resources resources,
    Duration maxDuration,
    List<Retry> retries,
    String traceparent,
    Actor submittedBy,
    OffsetDateTime submittedAt,
    OffsetDateTime startedAt,
    OffsetDateTime endedAt,
    OffsetDateTime stopRequestedAt,
    StopReason stopReason,
    int attempt,
    long fence,
    int version) {}
