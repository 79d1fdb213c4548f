package io.keelson.compute.lease;

import io.keelson.compute.job.JobKind;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The right of one attempt of a job to one instance of a provider.
 *
 * @param id also the provider's idempotency token
 * @param fence what the attempt's writes are checked against
 * @param hostId the machine (its data folder) that the instance is on
 * @param slot which of the machine's job accounts it runs as
 * @param holderId the broker process that looks after it
 * @param cpuMillis thousandths of a processor that it may use at most: what is billed, and counts
 *     in quotas
 * @param requestCpuMillis of these, what its machine keeps for it
 * @param heardAt when the holder before this one was last heard of, or when it was asked for
 * @param meteredTo up to where its use is on the ledger; null before the first line
 * @param goneAt when nothing of it ran any more; null before
 * @param outcome null until it is known how the attempt ended
 */
public record Lease(
    UUID tenantId,
    UUID id,
    UUID jobId,
    UUID projectId,
    UUID runId,
    JobKind kind,
    int attempt,
    long fence,
    LeaseStatus status,
    String provider,
    String instanceType,
    String hostId,
    int slot,
    UUID holderId,
    int cpuMillis,
    int requestCpuMillis,
    long memoryBytes,
    OffsetDateTime requestedAt,
    OffsetDateTime activeAt,
    OffsetDateTime heardAt,
    OffsetDateTime meteredTo,
    OffsetDateTime lostAt,
    OffsetDateTime goneAt,
    Outcome outcome,
    int version) {

  static final String COLUMNS =
      """
      tenant_id, id, job_id, project_id, run_id, kind, attempt, fence, status, provider, instance_type, host_id, slot,
      holder_id, cpu_millis, coalesce(request_cpu_millis, cpu_millis) AS request_cpu_millis, memory_bytes, requested_at,
      active_at, heard_at, metered_to, lost_at, gone_at, outcome, version
      """;

  static Lease of(Row row) {
    return new Lease(
        row.getUUID("tenant_id"),
        row.getUUID("id"),
        row.getUUID("job_id"),
        row.getUUID("project_id"),
        row.getUUID("run_id"),
        JobKind.valueOf(row.getString("kind")),
        row.getInteger("attempt"),
        row.getLong("fence"),
        LeaseStatus.valueOf(row.getString("status")),
        row.getString("provider"),
        row.getString("instance_type"),
        row.getString("host_id"),
        row.getInteger("slot"),
        row.getUUID("holder_id"),
        row.getInteger("cpu_millis"),
        row.getInteger("request_cpu_millis"),
        row.getLong("memory_bytes"),
        row.getOffsetDateTime("requested_at"),
        row.getOffsetDateTime("active_at"),
        row.getOffsetDateTime("heard_at"),
        row.getOffsetDateTime("metered_to"),
        row.getOffsetDateTime("lost_at"),
        row.getOffsetDateTime("gone_at"),
        Outcome.of(row.getJsonObject("outcome")),
        row.getInteger("version"));
  }
}
