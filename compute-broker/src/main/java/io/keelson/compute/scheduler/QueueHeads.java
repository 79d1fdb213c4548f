package io.keelson.compute.scheduler;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Claims the next job that a machine has room for. Any number of processes may claim at once: those
 * of one machine take turns, so that they never promise the same processor twice; those of
 * different machines pass each other by.
 *
 * <p>Next is the job whose tenant holds the fewest processors, then the one that has waited
 * longest. One that does not fit is overtaken by smaller ones until its patience ends; from then on
 * the room is kept for it.
 */
final class QueueHeads {
  private static final Duration CLAIM_TIME = Duration.ofSeconds(30);
  private static final int MAX_UNFIT_AT_ONCE = 50;
  static final Duration MACHINE_IS_ALIVE = Duration.ofSeconds(15);

  /** Who is next, of entries {@code q} whose patience ends at {@code $patience}. */
  static final String TURN =
      "q.queued_at < $patience DESC, coalesce(held.cpu_millis, 0), q.queued_at, q.job_id";

  /** How many processors each tenant holds. */
  static final String HELD =
      """
      SELECT tenant_id, sum(cpu_millis) AS cpu_millis
      FROM compute.lease
      WHERE status <> 'RELEASED'
      GROUP BY tenant_id""";

  private final SystemDatabase system;
  private final InstantSource clock;
  private final Machine machine;

  /**
   * What can be given out.
   *
   * @param holderId the claiming process
   * @param patience how long a job may be overtaken
   */
  record Machine(
      UUID holderId,
      String hostId,
      int cpuMillis,
      long memoryBytes,
      int slots,
      Duration patience) {}

  /** A job that this process alone may move, until its claim has run out. */
  record Claim(UUID tenantId, UUID jobId, int slot) {}

  /** A job that no machine is large enough for. */
  record Unfit(UUID tenantId, UUID jobId, int cpuMillis, long memoryBytes) {}

  private record Room(int cpuMillis, long memoryBytes, Set<Integer> slotsTaken) {}

  QueueHeads(SystemDatabase system, InstantSource clock, Machine machine) {
    this.system = system;
    this.clock = clock;
    this.machine = machine;
  }

  Optional<Claim> claim() {
    OffsetDateTime now = at(clock.instant());
    return system.transact(
        SystemUse.JOB_QUEUE,
        tx -> {
          tx.query(
              "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
              "compute/" + machine.hostId());
          Room room = room(tx, now);
          Optional<Integer> slot = freeSlot(room);
          return slot.flatMap(free -> next(tx, room, now).map(row -> claimed(tx, row, free, now)));
        });
  }

  private Room room(Transaction tx, OffsetDateTime now) {
    long cpuMillis = machine.cpuMillis();
    long memoryBytes = machine.memoryBytes();
    Set<Integer> slots = new HashSet<>();
    for (Row held :
        tx.query(
            """
            SELECT cpu_millis, memory_bytes, slot
            FROM compute.lease
            WHERE host_id = $1 AND status <> 'RELEASED'
            UNION ALL
            SELECT cpu_millis, memory_bytes, claimed_slot
            FROM compute.queue_entry
            WHERE claimed_host = $1 AND claimed_until > $2
            """,
            machine.hostId(),
            now)) {
      cpuMillis -= held.getInteger(0);
      memoryBytes -= held.getLong(1);
      slots.add(held.getInteger(2));
    }
    return new Room((int) Math.max(0, cpuMillis), Math.max(0, memoryBytes), slots);
  }

  private Optional<Integer> freeSlot(Room room) {
    for (int slot = 0; slot < machine.slots(); slot++) {
      if (!room.slotsTaken().contains(slot)) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  private Optional<Row> next(Transaction tx, Room room, OffsetDateTime now) {
    return tx.one(
            """
            SELECT q.tenant_id, q.job_id, q.cpu_millis <= $2 AND q.memory_bytes <= $3 AS fits
            FROM compute.queue_entry q
            LEFT JOIN (%s) held ON held.tenant_id = q.tenant_id
            WHERE (q.claimed_until IS NULL OR q.claimed_until <= $1)
              AND q.cpu_millis <= $4 AND q.memory_bytes <= $5
              AND (q.queued_at < $6 OR (q.cpu_millis <= $2 AND q.memory_bytes <= $3))
            ORDER BY %s
            LIMIT 1
            FOR NO KEY UPDATE OF q SKIP LOCKED
            """
                .formatted(HELD, TURN.replace("$patience", "$6")),
            now,
            room.cpuMillis(),
            room.memoryBytes(),
            machine.cpuMillis(),
            machine.memoryBytes(),
            now.minus(machine.patience()))
        .filter(row -> row.getBoolean("fits"));
  }

  private Claim claimed(Transaction tx, Row row, int slot, OffsetDateTime now) {
    UUID tenantId = row.getUUID("tenant_id");
    UUID jobId = row.getUUID("job_id");
    tx.update(
        """
        UPDATE compute.queue_entry
        SET claimed_by = $3, claimed_host = $4, claimed_slot = $5, claimed_until = $6
        WHERE tenant_id = $1 AND job_id = $2
        """,
        tenantId,
        jobId,
        machine.holderId(),
        machine.hostId(),
        slot,
        now.plus(CLAIM_TIME));
    return new Claim(tenantId, jobId, slot);
  }

  /** Jobs that are too large for this machine, when there is no other. */
  List<Unfit> unfit() {
    OffsetDateTime now = at(clock.instant());
    return system.transact(
        SystemUse.JOB_QUEUE,
        tx ->
            tx.list(
                row ->
                    new Unfit(
                        row.getUUID("tenant_id"),
                        row.getUUID("job_id"),
                        row.getInteger("cpu_millis"),
                        row.getLong("memory_bytes")),
                """
                SELECT tenant_id, job_id, cpu_millis, memory_bytes
                FROM compute.queue_entry
                WHERE (cpu_millis > $1 OR memory_bytes > $2)
                  AND (claimed_until IS NULL OR claimed_until <= $3)
                  AND NOT EXISTS (SELECT 1 FROM compute.holder WHERE host_id <> $4 AND heartbeat_at > $5)
                ORDER BY queued_at
                LIMIT $6
                """,
                machine.cpuMillis(),
                machine.memoryBytes(),
                now,
                machine.hostId(),
                now.minus(MACHINE_IS_ALIVE),
                MAX_UNFIT_AT_ONCE));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
