package io.keelson.compute.scheduler;

import io.keelson.compute.provider.ComputeProvider;
import io.keelson.compute.provider.DiskRoom;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The room of one machine as of now. Of its processors and memory it has what it was told to give;
 * of its disk, which others fill too, what is free there beyond what is kept for the platform, and
 * what its jobs have already taken of what is kept for them.
 */
final class MachineRoom {
  private static final long MIB = 1L << 20;
  private static final long UNTOLD = -1;

  /**
   * How long after its end a job may still take to be gone, the polite signal included, before
   * nothing waits for its room any more.
   */
  private static final Duration MAX_OVERDUE = Duration.ofSeconds(30);

  private final QueueHeads.Machine machine;
  private final ComputeProvider provider;
  private volatile long toldBytes = UNTOLD;

  MachineRoom(QueueHeads.Machine machine, ComputeProvider provider) {
    this.machine = machine;
    this.provider = provider;
  }

  /** What is given out, and to which lease; that is null of what is only claimed. */
  private record Given(UUID leaseId, Room.Holding holding) {}

  /**
   * Removes from the disk what nobody needs, outside of all transactions; false where there was
   * nothing.
   */
  boolean make(long missingDiskBytes) {
    return provider.makeDiskRoom(missingDiskBytes);
  }

  Room read(Transaction tx, OffsetDateTime now) {
    List<Given> given = given(tx, now);
    DiskRoom disk = provider.diskRoom();
    long taken =
        given.stream()
            .filter(one -> one.leaseId() != null)
            .mapToLong(one -> disk.taken(one.leaseId(), one.holding().amount().diskBytes()))
            .sum();
    Room.Amount capacity =
        new Room.Amount(
            machine.cpuMillis(), machine.memoryBytes(), Math.max(0, disk.freeBytes() + taken));
    return new Room(capacity, MAX_OVERDUE, given.stream().map(Given::holding).toList());
  }

  /** What is gone holds its folder until it is released, but no processor and no memory. */
  private List<Given> given(Transaction tx, OffsetDateTime now) {
    return tx.list(
        row ->
            new Given(
                row.getUUID("id"),
                new Room.Holding(
                    amount(row), row.getInteger("slot"), row.getOffsetDateTime("ends_at"))),
        """
        SELECT l.id,
          CASE WHEN l.gone_at IS NULL THEN coalesce(l.request_cpu_millis, l.cpu_millis) ELSE 0 END AS cpu_millis,
          CASE WHEN l.gone_at IS NULL THEN l.memory_bytes ELSE 0 END AS memory_bytes,
          coalesce(l.disk_bytes, 0) AS disk_bytes,
          l.slot,
          CASE
            WHEN l.status = 'RELEASING' THEN l.releasing_at
            WHEN j.stop_requested_at IS NOT NULL THEN j.stop_requested_at
            ELSE coalesce(l.active_at, l.requested_at) + make_interval(secs => j.max_seconds)
          END AS ends_at
        FROM compute.lease l
        JOIN compute.job j ON j.tenant_id = l.tenant_id AND j.id = l.job_id
        WHERE l.host_id = $1 AND l.status <> 'RELEASED'
        UNION ALL
        SELECT NULL, %s, q.memory_bytes, %s, q.claimed_slot, $2::timestamptz + make_interval(secs => q.max_seconds)
        FROM compute.queue_entry q
        WHERE q.claimed_host = $1 AND q.claimed_until > statement_timestamp()
        """
            .formatted(QueueOrder.REQUEST, QueueOrder.disk("$3", "$4")),
        machine.hostId(),
        now,
        machine.disk().taskBytes(),
        machine.disk().replicaBytes());
  }

  static Room.Amount amount(Row row) {
    return new Room.Amount(
        row.getInteger("cpu_millis"), row.getLong("memory_bytes"), row.getLong("disk_bytes"));
  }

  /**
   * For those who wait, whichever process they ask; in whole MiB, since it never stands still. In a
   * transaction of its own: the row is the one that this process's heartbeat writes.
   */
  void tell(SystemDatabase system, Room room) {
    long bytes = room.capacity().diskBytes() / MIB * MIB;
    if (bytes == toldBytes) {
      return;
    }
    int told =
        system.transact(
            SystemUse.JOB_QUEUE,
            tx ->
                tx.update(
                    "UPDATE compute.holder SET disk_bytes = $2 WHERE id = $1",
                    machine.holderId(),
                    bytes));
    // Before its first heartbeat a process has no row.
    toldBytes = told == 1 ? bytes : UNTOLD;
  }
}
