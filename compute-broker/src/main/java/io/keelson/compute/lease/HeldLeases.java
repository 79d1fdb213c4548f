package io.keelson.compute.lease;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which broker process holds which lease, across tenants. A process is heard of by one row a
 * second; that is the heartbeat of all the leases it holds.
 */
public final class HeldLeases {
  private static final int MAX_TAKEN_AT_ONCE = 200;
  private static final Duration HOLDER_KEPT = Duration.ofDays(1);
  private final SystemDatabase system;
  private final InstantSource clock;
  private final int cpuMillis;
  private final long memoryBytes;

  /**
   * @param cpuMillis thousandths of a processor that this machine gives out at most
   * @param memoryBytes memory that it gives out at most
   */
  public HeldLeases(SystemDatabase system, InstantSource clock, int cpuMillis, long memoryBytes) {
    this.system = system;
    this.clock = clock;
    this.cpuMillis = cpuMillis;
    this.memoryBytes = memoryBytes;
  }

  /**
   * A lease of the asking process.
   *
   * @param stopRequested whether its job was told to end
   */
  public record Held(UUID tenantId, UUID leaseId, LeaseStatus status, boolean stopRequested) {}

  /** A broker process of some machine, and when it was last heard of. */
  public record Holder(UUID id, OffsetDateTime heartbeatAt) {}

  /** A lease whose machine is silent. */
  public record Silent(UUID tenantId, UUID leaseId, UUID holderId, OffsetDateTime heardAt) {}

  /** Says that this process lives, and learns what it holds. */
  public List<Held> beat(UUID holderId, String hostId) {
    OffsetDateTime now = now();
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx -> {
          tx.update(
              """
              INSERT INTO compute.holder (id, host_id, started_at, heartbeat_at, cpu_millis, memory_bytes)
              VALUES ($1, $2, $3, $3, $4, $5)
              ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
              """,
              holderId,
              hostId,
              now,
              cpuMillis,
              memoryBytes);
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
  public List<Holder> others(UUID holderId, String hostId) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.list(
                row -> new Holder(row.getUUID("holder_id"), row.getOffsetDateTime("heartbeat_at")),
                """
                SELECT DISTINCT l.holder_id, h.heartbeat_at
                FROM compute.lease l
                LEFT JOIN compute.holder h ON h.id = l.holder_id
                WHERE l.host_id = $2 AND l.status <> 'RELEASED' AND l.holder_id <> $1
                """,
                holderId,
                hostId));
  }

  /**
   * Takes what another process of the same machine holds. The fence stays: what runs there keeps
   * its token.
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

  /** Leases on other machines whose holder has been silent for longer than that. */
  public List<Silent> silent(String exceptHostId, Duration longerThan) {
    return system.transact(
        SystemUse.LEASE_WATCH,
        tx ->
            tx.list(
                row ->
                    new Silent(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getUUID("holder_id"),
                        row.getOffsetDateTime("heartbeat_at")),
                """
                SELECT l.tenant_id, l.id, l.holder_id, h.heartbeat_at
                FROM compute.lease l
                JOIN compute.holder h ON h.id = l.holder_id
                WHERE l.host_id <> $1 AND l.status IN ('REQUESTED', 'ACTIVE') AND h.heartbeat_at < $2
                LIMIT $3
                """,
                exceptHostId,
                now().minus(longerThan),
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
                WHERE h.heartbeat_at < $1
                  AND NOT EXISTS (SELECT 1 FROM compute.lease l WHERE l.holder_id = h.id AND l.status <> 'RELEASED')
                """,
                now().minus(HOLDER_KEPT)));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
