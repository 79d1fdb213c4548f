package io.keelson.compute.lease;

import java.util.UUID;

/**
 * Where a job is to run.
 *
 * @param provider such as {@code local}
 * @param instanceType what prices are kept for, such as {@code local.cpu}
 * @param hostId the machine
 * @param slot a job account of it that nobody else has
 * @param holderId the broker process that asks
 * @param requestCpuMillis thousandths of a processor that the machine keeps for it; at most what
 *     the job may use
 * @param diskBytes what it keeps of its disk for it
 */
public record Placement(
    String provider,
    String instanceType,
    String hostId,
    int slot,
    UUID holderId,
    int requestCpuMillis,
    long diskBytes) {}
