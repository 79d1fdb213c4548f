package io.keelson.serving.endpoint;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A process that holds the model: a SERVICE job.
 *
 * @param jobId the job, which is also the replica's identity
 * @param slot which of the revision's places it fills, from 0
 * @param attempt counts the jobs that filled the slot, from 1
 * @param ready it has answered that the model is loaded, and takes requests
 * @param inFlight requests it works on now, over all gateways, as of the last second
 * @param reason why it ended, or null
 */
public record Replica(
    UUID jobId,
    UUID revisionId,
    int slot,
    int attempt,
    boolean ready,
    int inFlight,
    String reason,
    OffsetDateTime createdAt,
    OffsetDateTime readyAt,
    OffsetDateTime endedAt) {}
