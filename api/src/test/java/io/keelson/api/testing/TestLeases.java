package io.keelson.api.testing;

import io.keelson.compute.job.JobKind;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Leases jobs for their attempts as the broker does, where there is none in the process. */
@ApplicationScoped
public class TestLeases {
  private final TenantDatabase database;

  TestLeases(TenantDatabase database) {
    this.database = database;
  }

  public Lease make(UUID tenantId, UUID jobId) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    String host = "host-" + jobId; // each slot of a host is leased once
    UUID projectId =
        database.transact(
            tenantId,
            tx ->
                tx.one(
                        "SELECT project_id FROM compute.job WHERE tenant_id = $1 AND id = $2",
                        tenantId,
                        jobId)
                    .orElseThrow()
                    .getUUID("project_id"));
    Lease lease =
        new Lease(
            tenantId,
            Ids.next(),
            jobId,
            projectId,
            null,
            JobKind.TASK,
            1,
            1,
            LeaseStatus.ACTIVE,
            "local",
            "local",
            host,
            1,
            Ids.next(),
            1_000,
            1_000,
            1 << 20,
            now,
            now,
            now,
            null,
            null,
            null,
            null,
            1);
    database.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
                  instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at)
                VALUES ($1, $2, $3, $4, 'TASK', 1, 1, 'ACTIVE', 'local', 'local', $7, 1, $5, 1000, 1048576, $6, $6, $6)
                """,
                tenantId,
                lease.id(),
                jobId,
                projectId,
                lease.holderId(),
                now,
                host));
    return lease;
  }

  /** The attempt is over. */
  public void end(Lease lease) {
    database.transact(
        lease.tenantId(),
        tx ->
            tx.update(
                "UPDATE compute.lease SET status = 'RELEASING' WHERE tenant_id = $1 AND id = $2",
                lease.tenantId(),
                lease.id()));
  }
}
