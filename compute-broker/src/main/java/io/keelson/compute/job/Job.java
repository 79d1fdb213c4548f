package io.keelson.compute.job;

import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A job as it stands. What it was asked to do is as in {@link JobSpec}.
 *
 * @param reason why it ended as it did, in a sentence; null while there is nothing to say
 * @param exitCode of its command; null where it never ran or vanished
 * @param outputs what it left, once it has succeeded
 * @param maxDuration null for a service without a limit
 * @param stopRequestedAt when it was told to end, while it may not have yet
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
    List<String> command,
    Map<String, String> environment,
    JsonObject parameters,
    List<JobInput> inputs,
    List<JobOutput> outputs,
    Resources resources,
    Duration maxDuration,
    String traceparent,
    Actor submittedBy,
    OffsetDateTime submittedAt,
    OffsetDateTime startedAt,
    OffsetDateTime endedAt,
    OffsetDateTime stopRequestedAt,
    String stopReason,
    int attempt,
    long fence,
    int version) {}
