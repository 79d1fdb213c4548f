package io.keelson.serving.revision;

import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What the controller writes about replicas. */
final class ReplicaRows {
  private static final int MAX_REASON_CHARACTERS = 1_000;
  private final Jobs jobs;

  ReplicaRows(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Those that have not ended, by slot. */
  List<Replica> active(Transaction tx, UUID revisionId) {
    return tx.list(
        row ->
            new Replica(
                row.getUUID("job_id"),
                revisionId,
                row.getInteger("slot"),
                row.getInteger("attempt"),
                row.getBoolean("ready"),
                0,
                row.getString("reason"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("ready_at"),
                row.getOffsetDateTime("ended_at")),
        """
        SELECT job_id, slot, attempt, ready, reason, created_at, ready_at, ended_at
        FROM serving.replica
        WHERE tenant_id = $1 AND revision_id = $2 AND ended_at IS NULL
        ORDER BY slot
        """,
        tx.tenantId(),
        revisionId);
  }

  /** The last attempt at a slot and when it ended; attempt 0 where there was none. */
  record LastAttempt(int attempt, OffsetDateTime endedAt, String reason) {}

  LastAttempt last(Transaction tx, UUID revisionId, int slot) {
    return tx.one(
            """
            SELECT attempt, ended_at, reason
            FROM serving.replica
            WHERE tenant_id = $1 AND revision_id = $2 AND slot = $3
            ORDER BY attempt DESC
            LIMIT 1
            """,
            tx.tenantId(),
            revisionId,
            slot)
        .map(
            row ->
                new LastAttempt(
                    row.getInteger("attempt"),
                    row.getOffsetDateTime("ended_at"),
                    row.getString("reason")))
        .orElse(new LastAttempt(0, null, null));
  }

  /** Queues the job and notes the replica, in one transaction. */
  void submit(
      Transaction tx,
      Endpoint endpoint,
      Revision revision,
      int slot,
      int attempt,
      OffsetDateTime now) {
    UUID jobId = ReplicaJob.id(revision.id(), slot, attempt);
    jobs.submit(tx, jobId, ReplicaJob.spec(endpoint, revision));
    tx.update(
        """
        INSERT INTO serving.replica (tenant_id, job_id, revision_id, slot, attempt, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        tx.tenantId(),
        jobId,
        revision.id(),
        slot,
        attempt,
        now);
  }

  /** Whether this made it ready, or ready elsewhere than before. */
  boolean ready(Transaction tx, Replica replica, Path socket, OffsetDateTime now) {
    return tx.update(
            """
            UPDATE serving.replica
            SET ready = true, ready_at = coalesce(ready_at, $4), socket_path = $3, missed_probes = 0
            WHERE tenant_id = $1 AND job_id = $2 AND ended_at IS NULL
              AND (NOT ready OR socket_path IS DISTINCT FROM $3 OR missed_probes > 0)
            """,
            tx.tenantId(),
            replica.jobId(),
            socket.toString(),
            now)
        > 0;
  }

  boolean notReady(Transaction tx, Replica replica) {
    return tx.update(
            """
            UPDATE serving.replica
            SET ready = false, socket_path = NULL
            WHERE tenant_id = $1 AND job_id = $2 AND ready
            """,
            tx.tenantId(),
            replica.jobId())
        > 0;
  }

  /** Counts a probe that was not answered; returns how many there were in a row. */
  int missed(Transaction tx, Replica replica) {
    return tx.one(
            """
            UPDATE serving.replica
            SET missed_probes = missed_probes + 1
            WHERE tenant_id = $1 AND job_id = $2
            RETURNING missed_probes
            """,
            tx.tenantId(),
            replica.jobId())
        .map(row -> row.getInteger("missed_probes"))
        .orElse(0);
  }

  /** Tells the job to end; the replica takes no more requests from now on. */
  void stop(Transaction tx, Replica replica) {
    notReady(tx, replica);
    jobs.stop(tx, replica.jobId());
  }

  void ended(Transaction tx, Replica replica, String reason, OffsetDateTime now) {
    tx.update(
        """
        UPDATE serving.replica
        SET ready = false, socket_path = NULL, ended_at = $3, reason = left($4, $5)
        WHERE tenant_id = $1 AND job_id = $2 AND ended_at IS NULL
        """,
        tx.tenantId(),
        replica.jobId(),
        now,
        StoredText.of(reason),
        MAX_REASON_CHARACTERS);
    tx.update(
        "DELETE FROM serving.replica_load WHERE tenant_id = $1 AND job_id = $2",
        tx.tenantId(),
        replica.jobId());
  }

  /** Requests that gateways have reported in flight at the revision's replicas lately. */
  int inFlight(Transaction tx, UUID revisionId, OffsetDateTime since) {
    return tx.one(
            """
            SELECT coalesce(sum(l.in_flight), 0)::int AS in_flight
            FROM serving.replica_load l
            JOIN serving.replica r ON r.tenant_id = l.tenant_id AND r.job_id = l.job_id
            WHERE l.tenant_id = $1 AND r.revision_id = $2 AND l.reported_at > $3
            """,
            tx.tenantId(),
            revisionId,
            since)
        .orElseThrow()
        .getInteger("in_flight");
  }
}
