package io.keelson.compute.lease;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which broker process holds which lease, across tenants. A process is heard of by one row a
 * second; that is the heartbeat of all the leases it holds.
 *
 * <p>All of it is by the database's time: the clocks of machines differ. Only who has itself been
 * heard of without a gap for as long as it takes others to be silent finds them so: after a halt of
 * the process, the database or the way between them, and after a step of the database's clock,
 * everybody looks silent.
 */
public final class HeldLeases {
  private static final int MAX_TAKEN_AT_ONCE = 200;
  private static final Duration HOLDER_KEPT = Duration.ofDays(1);

  /** How far two heartbeats of a process may be apart without a gap between them. */
  private static final Duration MAX_GAP = Duration.ofSeconds(5);

  /**
   * Whether the process {@code $1} has been heard of for {@code $2} seconds, with no gap longer
   * than {@code $3} seconds, up to now.
   */
  private static final String MAY_JUDGE =
      """
      EXISTS (
        SELECT 1
        FROM compute.holder me
        WHERE me.id = $1
          AND me.beating_since <= statement_timestamp() - make_interval(secs => $2)
          AND me.heartbeat_at BETWEEN statement_timestamp() - make_interval(secs => $3) AND statement_timestamp())""";

  private final SystemDatabase system;
  private final int cpuMillis;
  private final long memoryBytes;

  /**
   * @param cpuMillis thousandths of a processor that this machine gives out at most
   * @param memoryBytes memory that it gives out at most
   */
  public HeldLeases(SystemDatabase system, int cpuMillis, long memoryBytes) {
    this.system = system;
    this.cpuMillis = cpuMillis;
    this.memoryBytes = memoryBytes;
  }

  /**
   * A lease of the asking process.
   *
   * @param stopRequested whether its job was told to end
   */
  public record Held(UUID tenantId, UUID leaseId, LeaseStatus status, boolean stopRequested) {}

  /**
   * A lease whose machine is silent.
   *
   * @param judgeBy when that is to be looked at again, by the database's time
   */
  public record Silent(
      UUID tenantId, UUID leaseId, UUID holderId, OffsetDateTime heardAt, OffsetDateTime judgeBy) {}

  /**
   * Another process of a machine.
   *
   * @param machine which running system it is of; null for one that said that it leaves
   */
  public record Other(UUID holderId, String machine) {}

  /**
   * Says that this process lives, and learns what it holds.
   *
   * @param machine which running system it is of, at most 100 characters
   */
  public List<Held> beat(UUID holderId, String hostId, String machine) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx -> {
          tx.update(
              """
              INSERT INTO compute.holder AS h
                (id, host_id, started_at, heartbeat_at, beating_since, cpu_millis, memory_bytes, machine)
              VALUES ($1, $2, statement_timestamp(), statement_timestamp(), statement_timestamp(), $3, $4, $6)
              ON CONFLICT (id) DO UPDATE
              SET heartbeat_at = excluded.heartbeat_at,
                beating_since = CASE
                  WHEN excluded.heartbeat_at - h.heartbeat_at BETWEEN interval '0' AND make_interval(secs => $5)
                    THEN h.beating_since
                  ELSE excluded.heartbeat_at
                END
              """,
              holderId,
              hostId,
              cpuMillis,
              memoryBytes,
              seconds(MAX_GAP),
              machine);
          return tx.list(
              row ->
                  new Held(
                      row.getUUID("tenant_id"),
                      row.getUUID("id"),
                      LeaseStatus.valueOf(row.getString("status")),
                      row.getBoolean("stop_requested")),
              """
              SELECT l.tenant_id, l.id, l.status, j.stop_requested_at IS NOT NULL AS stop_requested
              FROM compute.lease l
              JOIN compute.job j ON j.tenant_id = l.tenant_id AND j.id = l.job_id
              WHERE l.holder_id = $1 AND l.status <> 'RELEASED'
              """,
              holderId);
        });
  }

  /** The other processes of the machine that still hold something there. */
  public List<Other> others(UUID holderId, String hostId) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.list(
                row -> new Other(row.getUUID("holder_id"), row.getString("machine")),
                """
                SELECT DISTINCT l.holder_id, h.machine
                FROM compute.lease l
                LEFT JOIN compute.holder h ON h.id = l.holder_id
                WHERE l.host_id = $2 AND l.status <> 'RELEASED' AND l.holder_id <> $1
                """,
                holderId,
                hostId));
  }

  /**
   * A process that goes by the same machine's name but is of another running system, began before
   * this one and has been heard of since: its machine, and when it was last heard of.
   */
  public Optional<String> earlierNamesake(
      UUID holderId, String hostId, String machine, Duration since) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.one(
                    """
                    SELECT h.machine,
                      extract(epoch FROM statement_timestamp() - h.heartbeat_at)::float8 AS seconds
                    FROM compute.holder h
                    JOIN compute.holder me ON me.id = $1
                    WHERE h.host_id = $2 AND h.machine <> $3
                      AND h.heartbeat_at >= statement_timestamp() - make_interval(secs => $4)
                      AND (h.started_at, h.id) < (me.started_at, me.id)
                    ORDER BY h.heartbeat_at DESC
                    LIMIT 1
                    """,
                    holderId,
                    hostId,
                    machine,
                    seconds(since))
                .map(
                    row ->
                        "%s, heard of %.1f s ago"
                            .formatted(row.getString("machine"), row.getDouble("seconds"))));
  }

  /** Says that this process goes, so that nobody waits to see whether it is dead. */
  public void leave(UUID holderId) {
    system.transact(
        SystemUse.LEASE_WATCH,
        tx -> tx.update("UPDATE compute.holder SET machine = NULL WHERE id = $1", holderId));
  }

  /**
   * Takes what a dead process of the same machine holds. The fence stays: what runs there keeps its
   * token.
   */
  public int takeOver(UUID from, UUID holderId, String hostId) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.update(
                """
                UPDATE compute.lease l
                SET holder_id = $2, version = l.version + 1,
                  heard_at = greatest(l.heard_at, (SELECT h.heartbeat_at FROM compute.holder h WHERE h.id = $1))
                WHERE (l.tenant_id, l.id) IN (
                  SELECT tenant_id, id
                  FROM compute.lease
                  WHERE holder_id = $1 AND host_id = $3 AND status <> 'RELEASED'
                  LIMIT $4
                  FOR NO KEY UPDATE SKIP LOCKED)
                """,
                from,
                holderId,
                hostId,
                MAX_TAKEN_AT_ONCE));
  }

  /**
   * {@link #takeOver Takes} what those processes of the same machine hold that have been silent for
   * longer than that. Whether they are is looked at in the same statement: a process that is frozen
   * in between takes nothing.
   */
  public int takeOverSilent(UUID holderId, String hostId, Duration longerThan) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.update(
                """
                UPDATE compute.lease l
                SET holder_id = $1, version = l.version + 1,
                  heard_at = greatest(l.heard_at, (SELECT h.heartbeat_at FROM compute.holder h WHERE h.id = l.holder_id))
                WHERE (l.tenant_id, l.id) IN (
                  SELECT s.tenant_id, s.id
                  FROM compute.lease s
                  WHERE s.host_id = $4 AND s.holder_id <> $1 AND s.status <> 'RELEASED'
                    AND NOT EXISTS (
                      SELECT 1
                      FROM compute.holder h
                      WHERE h.id = s.holder_id
                        AND h.heartbeat_at >= statement_timestamp() - make_interval(secs => $2))
                    AND %s
                  LIMIT $5
                  FOR NO KEY UPDATE OF s SKIP LOCKED)
                """
                    .formatted(MAY_JUDGE),
                holderId,
                seconds(longerThan),
                seconds(MAX_GAP),
                hostId,
                MAX_TAKEN_AT_ONCE));
  }

  /** Leases on other machines whose holder has been silent for longer than that. */
  public List<Silent> silent(UUID holderId, String exceptHostId, Duration longerThan) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.list(
                row ->
                    new Silent(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getUUID("holder_id"),
                        row.getOffsetDateTime("heartbeat_at"),
                        row.getOffsetDateTime("judge_by")),
                """
                SELECT l.tenant_id, l.id, l.holder_id, h.heartbeat_at,
                  statement_timestamp() + make_interval(secs => $3) AS judge_by
                FROM compute.lease l
                JOIN compute.holder h ON h.id = l.holder_id
                WHERE l.host_id <> $4 AND l.status IN ('REQUESTED', 'ACTIVE')
                  AND h.heartbeat_at < statement_timestamp() - make_interval(secs => $2)
                  AND %s
                LIMIT $5
                """
                    .formatted(MAY_JUDGE),
                holderId,
                seconds(longerThan),
                seconds(MAX_GAP),
                exceptHostId,
                MAX_TAKEN_AT_ONCE));
  }

  /**
   * The leases of the machine that are not released: whatever else is found there belongs to
   * nobody.
   */
  public Set<UUID> unreleased(String hostId) {
    return Set.copyOf(
        system.transact(
            SystemUse.LEASE_WATCH,
            tx ->
                tx.list(
                    row -> row.getUUID("id"),
                    "SELECT id FROM compute.lease WHERE host_id = $1 AND status <> 'RELEASED'",
                    hostId)));
  }

  /** Forgets processes that hold nothing and have not been heard of for a day. */
  public void forgetOldHolders() {
    system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.update(
                """
                DELETE FROM compute.holder h
                WHERE h.heartbeat_at < statement_timestamp() - make_interval(secs => $1)
                  AND NOT EXISTS (SELECT 1 FROM compute.lease l WHERE l.holder_id = h.id AND l.status <> 'RELEASED')
                """,
                seconds(HOLDER_KEPT)));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000d;
  }
}
