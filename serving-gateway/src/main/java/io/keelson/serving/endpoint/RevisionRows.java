package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of revisions as the controller takes hold of them. */
public final class RevisionRows {
  private RevisionRows() {}

  /**
   * Takes a revision that is due, so that no other controller looks at it before {@code until}.
   * Empty where somebody else has it, or it is no longer due.
   */
  public static Optional<Revision> claim(
      Transaction tx, UUID id, OffsetDateTime now, OffsetDateTime until) {
    Optional<Revision> found =
        tx.one(
                "SELECT "
                    + EndpointRows.REVISION
                    + """
                     FROM serving.revision
                    WHERE tenant_id = $1 AND id = $2 AND next_check_at <= $3
                      AND status IN ('PENDING', 'LOADING', 'READY', 'DRAINING')
                    FOR NO KEY UPDATE SKIP LOCKED
                    """,
                tx.tenantId(),
                id,
                now)
            .map(EndpointRows::revision);
    found.ifPresent(revision -> checkAgain(tx, id, until));
    return found;
  }

  /** Sets when a revision is due next. */
  public static void checkAgain(Transaction tx, UUID id, OffsetDateTime at) {
    tx.update(
        "UPDATE serving.revision SET next_check_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        id,
        at);
  }

  public static Endpoint endpoint(Transaction tx, UUID id) {
    return endpoint(tx, id, "");
  }

  /** The endpoint's row is locked before any of its revisions', by everybody. */
  public static Endpoint lockEndpoint(Transaction tx, UUID id) {
    return endpoint(tx, id, " FOR NO KEY UPDATE");
  }

  private static Endpoint endpoint(Transaction tx, UUID id, String lock) {
    return tx.one(
            "SELECT "
                + EndpointRows.ENDPOINT
                + " FROM serving.endpoint WHERE tenant_id = $1 AND id = $2"
                + lock,
            tx.tenantId(),
            id)
        .map(EndpointRows::endpoint)
        .orElseThrow(() -> new NotFound("endpoint"));
  }

  public static Revision lock(Transaction tx, UUID id) {
    return tx.one(
            "SELECT "
                + EndpointRows.REVISION
                + " FROM serving.revision WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            id)
        .map(EndpointRows::revision)
        .orElseThrow(() -> new NotFound("revision"));
  }

  /** Whether one of the endpoint's revisions has or may get traffic. */
  static boolean isLive(Transaction tx, UUID endpointId) {
    return tx.one(
            """
            SELECT 1
            FROM serving.revision
            WHERE tenant_id = $1 AND endpoint_id = $2 AND status IN ('PENDING', 'LOADING', 'READY')
            LIMIT 1
            """,
            tx.tenantId(),
            endpointId)
        .isPresent();
  }

  /** The endpoint's READY revisions, oldest first, locked. */
  public static List<Revision> lockReady(Transaction tx, UUID endpointId) {
    return locked(tx, endpointId, "status = 'READY'");
  }

  /** The endpoint's revisions that have or may get traffic, oldest first, locked. */
  public static List<Revision> lockLive(Transaction tx, UUID endpointId) {
    return locked(tx, endpointId, "status IN ('PENDING', 'LOADING', 'READY')");
  }

  /** The tenant's endpoints with revisions that have or may get traffic. */
  static List<UUID> liveEndpoints(Transaction tx) {
    return tx.list(
        row -> row.getUUID("endpoint_id"),
        """
        SELECT DISTINCT endpoint_id
        FROM serving.revision
        WHERE tenant_id = $1 AND status IN ('PENDING', 'LOADING', 'READY')
        ORDER BY endpoint_id
        """,
        tx.tenantId());
  }

  static List<UUID> liveEndpoints(Transaction tx, UUID projectId) {
    return tx.list(
        row -> row.getUUID("endpoint_id"),
        """
        SELECT DISTINCT r.endpoint_id
        FROM serving.endpoint e
        JOIN serving.revision r ON r.tenant_id = e.tenant_id AND r.endpoint_id = e.id
        WHERE e.tenant_id = $1 AND e.project_id = $2 AND r.status IN ('PENDING', 'LOADING', 'READY')
        ORDER BY r.endpoint_id
        """,
        tx.tenantId(),
        projectId);
  }

  /** The two that last came to have all of the endpoint's traffic, the later one first. */
  static List<Revision> lastWithAllTraffic(Transaction tx, UUID endpointId) {
    return tx.list(
        EndpointRows::revision,
        "SELECT "
            + EndpointRows.REVISION
            + """
             FROM serving.revision
            WHERE tenant_id = $1 AND endpoint_id = $2 AND all_traffic_version IS NOT NULL
            ORDER BY all_traffic_version DESC
            LIMIT 2
            """,
        tx.tenantId(),
        endpointId);
  }

  /** The second one stands where the first one stood among {@link #lastWithAllTraffic}. */
  static void inheritAllTraffic(Transaction tx, Revision before, UUID revisionId) {
    if (before.allTrafficVersion() == null) {
      return;
    }
    tx.update(
        """
        UPDATE serving.revision
        SET all_traffic_version = CASE WHEN id = $3 THEN $4::int END
        WHERE tenant_id = $1 AND id IN ($2, $3)
        """,
        tx.tenantId(),
        before.id(),
        revisionId,
        before.allTrafficVersion());
  }

  private static List<Revision> locked(Transaction tx, UUID endpointId, String condition) {
    return tx.list(
        EndpointRows::revision,
        "SELECT "
            + EndpointRows.REVISION
            + " FROM serving.revision WHERE tenant_id = $1 AND endpoint_id = $2 AND "
            + condition
            + " ORDER BY number FOR NO KEY UPDATE",
        tx.tenantId(),
        endpointId);
  }

  /** The endpoint's earlier revisions that have not ended, locked. */
  public static List<Revision> lockOlder(Transaction tx, Revision revision) {
    return lockLive(tx, revision.endpointId()).stream()
        .filter(other -> other.number() < revision.number())
        .toList();
  }

  public static void setRestarts(Transaction tx, Revision revision, int restarts) {
    if (restarts != revision.restarts()) {
      tx.update(
          "UPDATE serving.revision SET restarts = $3 WHERE tenant_id = $1 AND id = $2",
          tx.tenantId(),
          revision.id(),
          restarts);
    }
  }

  /**
   * Makes the revision of a replica's job due now.
   *
   * @param ended the replica takes no more requests from now on
   * @return the endpoint; empty for a job that is no replica of ours, or one that has ended for us
   */
  public static Optional<UUID> replicaJobChanged(
      Transaction tx, UUID jobId, boolean ended, OffsetDateTime now) {
    // The revision before the replica, as the controller takes them.
    Optional<UUID> endpointId =
        tx.one(
                """
            UPDATE serving.revision
            SET next_check_at = $3
            WHERE tenant_id = $1
              AND id = (SELECT revision_id
                        FROM serving.replica
                        WHERE tenant_id = $1 AND job_id = $2 AND ended_at IS NULL)
              AND status IN ('LOADING', 'READY', 'DRAINING')
            RETURNING endpoint_id
            """,
                tx.tenantId(),
                jobId,
                now)
            .map(row -> row.getUUID("endpoint_id"));
    if (ended) {
      tx.update(
          """
          UPDATE serving.replica
          SET ready = false, socket_path = NULL
          WHERE tenant_id = $1 AND job_id = $2 AND ready
          """,
          tx.tenantId(),
          jobId);
    }
    return endpointId;
  }

  /** Whether one of its replicas takes requests and has answered when it was last asked. */
  public static boolean answers(Transaction tx, UUID id) {
    return tx.one(
            """
            SELECT 1
            FROM serving.replica
            WHERE tenant_id = $1 AND revision_id = $2 AND ended_at IS NULL AND ready AND missed_probes = 0
            LIMIT 1
            """,
            tx.tenantId(),
            id)
        .isPresent();
  }
}
