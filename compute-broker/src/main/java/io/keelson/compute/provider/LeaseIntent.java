package io.keelson.compute.provider;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobWork;
import java.util.UUID;

/**
 * What a provider is to start, committed before it is asked.
 *
 * @param leaseId the idempotency token and tag
 * @param slot which of the machine's job accounts it gets
 * @param requestCpuMillis thousandths of a processor that are its own when all want theirs; at most
 *     those that the job may use
 * @param tenantSlug how the job knows its tenant
 * @param token the bearer token of this attempt
 */
public record LeaseIntent(
    UUID leaseId,
    int slot,
    int requestCpuMillis,
    Job job,
    JobWork work,
    String tenantSlug,
    String token) {}
