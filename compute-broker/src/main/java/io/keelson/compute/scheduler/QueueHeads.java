package io.keelson.compute.scheduler;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.provider.ComputeProvider;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.Quotas;
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
 * <p>Next is the job whose tenant holds the fewest processors by jobs of its kind, replicas apart
 * from tasks: what serves has no end, and would set back all that its tenant ever queues. Among
 * equals the tenants take turns: whose job was placed longest ago goes first, each with its oldest.
 * From the end of its patience on a job's turn is decided by that alone, as if its tenant held
 * nothing. By age alone, or before all that is not overdue, the backlog of one tenant would go
 * before whatever others queue.
 *
 * <p>One that does not fit is overtaken by smaller ones until its patience ends; from then on room
 * is kept for it, as far as it comes free by itself: others go before it where they have ended by
 * then or take what it leaves. Nothing waits for what has no end, such as a replica or a job whose
 * processes are not gone long after its end, to make room, and no replica waits long for a task to
 * do so. A job that its tenant's quotas leave no room for is passed over, and no room is kept for
 * it; so is one of a suspended tenant, and one that could not be started and is to be tried later.
 */
final class QueueHeads {
  static final Duration MACHINE_IS_ALIVE = Duration.ofSeconds(15);

  /** How long a job that was claimed is nobody else's before its lease is written down. */
  private static final int CLAIM_S = 30;

  /** How far ahead room is kept from jobs that have no end. */
  private static final Duration MAX_WAIT_OF_SERVICES = Duration.ofMinutes(5);

  /** How long a job waits for a machine that is large enough and is not heard of any more. */
  private static final int MACHINE_REMEMBERED_S = 3_600;

  private static final int MAX_REFUSED_AT_ONCE = 50;

  private final SystemDatabase system;
  private final Quotas quotas;
  private final InstantSource clock;
  private final MachineRoom machineRoom;
  private final Machine machine;

  /**
   * What can be given out.
   *
   * @param holderId the claiming process
   * @param disk what is kept of its disk for each
   */
  record Machine(UUID holderId, String hostId, int cpuMillis, long memoryBytes, DiskShares disk) {}

  /**
   * A job that this process alone may move, until its claim has run out.
   *
   * @param requestCpuMillis what the machine keeps of its processors for it
   * @param diskBytes what it keeps of its disk
   */
  record Claim(UUID tenantId, UUID jobId, int slot, int requestCpuMillis, long diskBytes) {}

  /** A job that no machine is large enough for. */
  record Unfit(UUID tenantId, UUID jobId, int cpuMillis, long memoryBytes) {}

  QueueHeads(
      SystemDatabase system,
      Quotas quotas,
      InstantSource clock,
      ComputeProvider provider,
      Machine machine) {
    this.system = system;
    this.quotas = quotas;
    this.clock = clock;
    this.machine = machine;
    this.machineRoom = new MachineRoom(machine, provider);
  }

  /**
   * What one look at the queue came to.
   *
   * @param missingDiskBytes where a job has room for all but what is to be kept of the disk for it
   */
  private record Round(Room room, Optional<Claim> claim, long missingDiskBytes) {}

  /** What nobody needs on the disk is removed only where a job waits for nothing else. */
  Optional<Claim> claim() {
    Round round = round();
    if (round.missingDiskBytes() > 0 && machineRoom.make(round.missingDiskBytes())) {
      round = round();
    }
    machineRoom.tell(system, round.room());
    return round.claim();
  }

  private Round round() {
    OffsetDateTime now = at(clock.instant());
    return system.transact(
        SystemUse.JOB_QUEUE,
        tx -> {
          tx.query(
              "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
              "compute/" + machine.hostId());
          Room room = machineRoom.read(tx, now);
          Optional<Integer> slot = freeSlot(room);
          if (slot.isEmpty()) {
            return new Round(room, Optional.empty(), 0);
          }
          Allowances allowances = Allowances.ofQueue(tx, quotas);
          Optional<Row> found = next(tx, room, allowances, now);
          return new Round(
              room,
              found.map(row -> claimed(tx, row, slot.get())),
              found.isPresent() ? 0 : missingDisk(tx, room, allowances, now));
        });
  }

  private long missingDisk(Transaction tx, Room room, Allowances allowances, OffsetDateTime now) {
    long free = room.free().diskBytes();
    if (free >= machine.disk().largest()) {
      return 0;
    }
    return next(tx, room.withDisk(machine.disk().largest()), allowances, now)
        .map(row -> Math.max(0, row.getLong("disk_bytes") - free))
        .orElse(0L);
  }

  /** Says why this process takes no job; false while it has not been heard of at all. */
  boolean tell(Optional<String> shortage) {
    return system.transact(
            SystemUse.JOB_QUEUE,
            tx ->
                tx.update(
                    "UPDATE compute.holder SET shortage = $2 WHERE id = $1",
                    machine.holderId(),
                    shortage.orElse(null)))
        == 1;
  }

  private Optional<Integer> freeSlot(Room room) {
    Set<Integer> taken = new HashSet<>();
    room.holdings().forEach(held -> taken.add(held.slot()));
    for (int slot = 0; slot < BrokerConfig.SLOTS; slot++) {
      if (!taken.contains(slot)) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  private Optional<Row> next(Transaction tx, Room room, Allowances allowances, OffsetDateTime now) {
    Room.Amount free = room.free();
    Optional<Room.Reservation> kept =
        first(tx, room.freeInTime(now), allowances, now)
            .filter(wanted -> !wanted.fits(free))
            .flatMap(wanted -> room.reservation(wanted, now));
    OffsetDateTime servicesWaitFor = now.plus(MAX_WAIT_OF_SERVICES);
    return tx.one(
        """
        SELECT q.tenant_id, q.job_id, %5$s AS request_cpu_millis, %6$s AS disk_bytes
        FROM compute.queue_entry q
        %1$s
        %2$s
        WHERE %3$s
          AND q.cpu_millis <= $11 AND %5$s <= $1 AND q.memory_bytes <= $2 AND %6$s <= $12
          AND ($4::bigint IS NULL
            OR q.max_seconds <= $4
            OR (%5$s <= $5 AND q.memory_bytes <= $6 AND %6$s <= $13)
            OR (q.max_seconds IS NULL AND $7))
        ORDER BY %4$s
        LIMIT 1
        FOR NO KEY UPDATE OF q SKIP LOCKED
        """
            .formatted(
                within("$8", "$9", "$10"),
                QueueOrder.SHARES,
                QueueOrder.UNCLAIMED,
                QueueOrder.TURN.replace("$patience", "$3"),
                QueueOrder.REQUEST,
                QueueOrder.disk("$14", "$15")),
        free.cpuMillis(),
        free.memoryBytes(),
        now.minus(QueueOrder.PATIENCE),
        kept.map(it -> Duration.between(now, it.from()).toSeconds()).orElse(null),
        kept.map(it -> it.spare().cpuMillis()).orElse(null),
        kept.map(it -> it.spare().memoryBytes()).orElse(null),
        kept.filter(it -> it.from().isAfter(servicesWaitFor)).isPresent(),
        allowances.tenants(),
        allowances.tasksLeft(),
        allowances.cpuMillisLeft(),
        machine.cpuMillis(),
        free.diskBytes(),
        kept.map(it -> it.spare().diskBytes()).orElse(null),
        machine.disk().taskBytes(),
        machine.disk().replicaBytes());
  }

  private static String within(String tenants, String tasks, String cpus) {
    return Allowances.WITHIN
        .replace("$tenants", tenants)
        .replace("$tasks", tasks)
        .replace("$cpus", cpus);
  }

  /** The first of those whose patience is over that will have room one day. */
  private Optional<Room.Amount> first(
      Transaction tx, Room.Amount freeInTime, Allowances allowances, OffsetDateTime now) {
    return tx.one(
            """
            SELECT %5$s AS cpu_millis, q.memory_bytes, %6$s AS disk_bytes
            FROM compute.queue_entry q
            %1$s
            %2$s
            WHERE %3$s
              AND q.cpu_millis <= $7 AND %5$s <= $1 AND q.memory_bytes <= $2 AND %6$s <= $8
              AND q.queued_at < $3
            ORDER BY %4$s
            LIMIT 1
            """
                .formatted(
                    within("$4", "$5", "$6"),
                    QueueOrder.SHARES,
                    QueueOrder.UNCLAIMED,
                    QueueOrder.TURN.replace("$patience", "$3"),
                    QueueOrder.REQUEST,
                    QueueOrder.disk("$9", "$10")),
            freeInTime.cpuMillis(),
            freeInTime.memoryBytes(),
            now.minus(QueueOrder.PATIENCE),
            allowances.tenants(),
            allowances.tasksLeft(),
            allowances.cpuMillisLeft(),
            machine.cpuMillis(),
            freeInTime.diskBytes(),
            machine.disk().taskBytes(),
            machine.disk().replicaBytes())
        .map(MachineRoom::amount);
  }

  private Claim claimed(Transaction tx, Row row, int slot) {
    UUID tenantId = row.getUUID("tenant_id");
    UUID jobId = row.getUUID("job_id");
    tx.update(
        """
        UPDATE compute.queue_entry
        SET claimed_by = $3, claimed_host = $4, claimed_slot = $5,
          claimed_until = statement_timestamp() + make_interval(secs => $6)
        WHERE tenant_id = $1 AND job_id = $2
        """,
        tenantId,
        jobId,
        machine.holderId(),
        machine.hostId(),
        slot,
        (double) CLAIM_S);
    return new Claim(
        tenantId, jobId, slot, row.getInteger("request_cpu_millis"), row.getLong("disk_bytes"));
  }

  /**
   * Jobs that are too large for this machine and for every other that is remembered. How long one
   * has not been heard of counts from when this process is heard of itself: after a halt of all of
   * them a small machine that is back first refuses nothing that a large one may hold.
   */
  List<Unfit> unfit() {
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
                SELECT q.tenant_id, q.job_id, q.cpu_millis, q.memory_bytes
                FROM compute.queue_entry q
                WHERE (q.cpu_millis > $1 OR q.memory_bytes > $2)
                  AND (q.claimed_until IS NULL OR q.claimed_until <= statement_timestamp())
                  AND NOT EXISTS (
                    SELECT 1
                    FROM compute.holder h
                    LEFT JOIN compute.holder me ON me.id = $4
                    WHERE h.host_id <> $3
                      AND greatest(h.heartbeat_at, coalesce(me.beating_since, statement_timestamp()))
                        > statement_timestamp() - make_interval(secs => $5)
                      AND (h.cpu_millis IS NULL OR (q.cpu_millis <= h.cpu_millis AND q.memory_bytes <= h.memory_bytes)))
                ORDER BY q.queued_at
                LIMIT $6
                """,
                machine.cpuMillis(),
                machine.memoryBytes(),
                machine.hostId(),
                machine.holderId(),
                (double) MACHINE_REMEMBERED_S,
                MAX_REFUSED_AT_ONCE));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
