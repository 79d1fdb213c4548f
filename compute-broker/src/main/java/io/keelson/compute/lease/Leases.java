package io.keelson.compute.lease;

import io.keelson.compute.job.Job;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * How a lease moves from state to state, and whether an attempt may still write. Every step is in
 * the caller's transaction and names the holder: a broker process that has lost the lease changes
 * nothing any more.
 */
@ApplicationScoped
public class Leases {
  private static final String LOST = "the lease is not this process's any more";
  private final Outbox outbox;

  public Leases(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Must be called by every write of a job's results, in the transaction of the write. The lease
   * cannot end before that transaction has.
   *
   * @throws Conflict when the attempt is not the job's current one, or its lease is over
   */
  public void requireCurrent(Transaction tx, Principal.JobAttempt attempt) {
    boolean current =
        tx.one(
                """
                SELECT 1
                FROM compute.lease
                WHERE tenant_id = $1 AND job_id = $2 AND fence = $3 AND status IN ('REQUESTED', 'ACTIVE')
                FOR SHARE
                """,
                tx.tenantId(),
                attempt.jobId(),
                attempt.fence())
            .isPresent();
    if (!current) {
      throw new Conflict("this attempt of the job has lost its lease");
    }
  }

  /**
   * The intent.
   *
   * @param job as {@code JobProgress.provisioning} left it
   * @param id the provider's idempotency token
   */
  public Lease request(Transaction tx, UUID id, Job job, Placement placement, OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, run_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, request_cpu_millis, disk_bytes,
          requested_at, heard_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'REQUESTED', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
        """,
        tx.tenantId(),
        id,
        job.id(),
        job.projectId(),
        job.runId(),
        job.kind().name(),
        job.attempt(),
        job.fence(),
        placement.provider(),
        placement.instanceType(),
        placement.hostId(),
        placement.slot(),
        placement.holderId(),
        job.resources().cpuMillis(),
        job.resources().memoryBytes(),
        placement.requestCpuMillis(),
        placement.diskBytes(),
        now);
    return get(tx, id);
  }

  /**
   * The instance runs: from its start on it is metered. Written down by the database's time, as the
   * heartbeats are that say until when it was heard of; all that follows is told from there by how
   * long it has run.
   *
   * @param age how long ago it has started
   */
  public Lease activate(Transaction tx, Lease lease, Duration age) {
    lease.status().to(LeaseStatus.ACTIVE);
    return moved(
        tx,
        lease,
        """
        UPDATE compute.lease
        SET status = 'ACTIVE',
          active_at = date_trunc('milliseconds', statement_timestamp()) - make_interval(secs => $5),
          version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status = $4
        """,
        age.toMillis() / 1_000d);
  }

  /** The attempt is over; from here on its token is dead. */
  public Lease releasing(Transaction tx, Lease lease, Outcome outcome, OffsetDateTime now) {
    lease.status().to(LeaseStatus.RELEASING);
    return moved(
        tx,
        lease,
        """
        UPDATE compute.lease
        SET status = 'RELEASING', releasing_at = $5, outcome = $6, socket_path = NULL, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status = $4
        """,
        now,
        outcome.json());
  }

  /**
   * The provider has confirmed that nothing of it runs: from here on it holds its account and
   * folder, but no processor; since when is what the first to say so has said.
   */
  public void gone(Transaction tx, Lease lease, OffsetDateTime now) {
    tx.updateOne(
        LOST,
        """
        UPDATE compute.lease
        SET gone_at = coalesce(gone_at, $4), version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status = 'RELEASING'
        """,
        tx.tenantId(),
        lease.id(),
        lease.holderId(),
        now);
  }

  /** All that it left is stored. */
  public Lease released(Transaction tx, Lease lease, OffsetDateTime now) {
    lease.status().to(LeaseStatus.RELEASED);
    Lease released =
        moved(
            tx,
            lease,
            """
            UPDATE compute.lease
            SET status = 'RELEASED', released_at = $5, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status = $4
            """,
            now);
    outbox.publish(
        tx,
        "LeaseReleased",
        lease.id(),
        new JsonObject()
            .put("leaseId", lease.id().toString())
            .put("jobId", lease.jobId().toString())
            .put("projectId", lease.projectId().toString())
            .put("releasedAt", now.toString()));
    return released;
  }

  /**
   * The lease's machine has not been heard of for too long. Nobody knows whether its instance runs;
   * its writes are refused from here on, and it waits for its machine to say that it is gone.
   *
   * @return false when its holder or state has changed meanwhile, or it is too late to say so
   */
  public boolean lost(
      Transaction tx, HeldLeases.Silent silent, Outcome outcome, OffsetDateTime now) {
    return tx.update(
            """
            UPDATE compute.lease
            SET status = 'LOST', lost_at = $4, outcome = $5, socket_path = NULL, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status IN ('REQUESTED', 'ACTIVE')
              AND statement_timestamp() < $6
            """,
            tx.tenantId(),
            silent.leaseId(),
            silent.holderId(),
            now,
            outcome.json(),
            silent.judgeBy())
        == 1;
  }

  /**
   * Its use is on the ledger up to there.
   *
   * @param lease as it was when the use was reckoned: where that has been recorded since, or
   *     another process has the lease, nothing of the transaction holds
   */
  public void metered(Transaction tx, Lease lease, UUID holderId, OffsetDateTime to) {
    tx.updateOne(
        LOST,
        """
        UPDATE compute.lease
        SET metered_to = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND metered_to IS NOT DISTINCT FROM $4
        """,
        tx.tenantId(),
        lease.id(),
        holderId,
        lease.meteredTo(),
        to);
  }

  /** Where the service listens. */
  public Lease listening(Transaction tx, Lease lease, Path socket) {
    return moved(
        tx,
        lease,
        """
        UPDATE compute.lease
        SET socket_path = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND status = $4
        """,
        socket.toString());
  }

  private static Lease moved(Transaction tx, Lease lease, String sql, Object... further) {
    Object[] params = new Object[4 + further.length];
    params[0] = tx.tenantId();
    params[1] = lease.id();
    params[2] = lease.holderId();
    params[3] = lease.status().name();
    System.arraycopy(further, 0, params, 4, further.length);
    tx.updateOne(LOST, sql, params);
    return get(tx, lease.id());
  }

  /** The lease as it stands, locked against others' steps. */
  public static Lease get(Transaction tx, UUID id) {
    return read(tx, id, "FOR NO KEY UPDATE");
  }

  /** The lease as it stands; others may move it on, but not remove it. */
  public static Lease unlocked(Transaction tx, UUID id) {
    return read(tx, id, "FOR KEY SHARE");
  }

  private static Lease read(Transaction tx, UUID id, String lock) {
    return tx.one(
            "SELECT "
                + Lease.COLUMNS
                + " FROM compute.lease WHERE tenant_id = $1 AND id = $2 "
                + lock,
            tx.tenantId(),
            id)
        .map(Lease::of)
        .orElseThrow(() -> new IllegalStateException("no lease " + id));
  }
}
