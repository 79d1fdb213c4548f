package io.keelson.compute.scheduler;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a machine has to give, and what holds the rest.
 *
 * @param capacity what it gives out at most
 * @param maxOverdue how long after its end something may still take to be gone, the polite signal
 *     included
 * @param holdings what is given out
 */
record Room(Amount capacity, Duration maxOverdue, List<Holding> holdings) {
  Room {
    holdings = List.copyOf(holdings);
  }

  /** Thousandths of a processor, memory, and room on disk. */
  record Amount(int cpuMillis, long memoryBytes, long diskBytes) {
    private static final Amount NONE = new Amount(0, 0, 0);

    Amount plus(Amount other) {
      return new Amount(
          cpuMillis + other.cpuMillis,
          memoryBytes + other.memoryBytes,
          diskBytes + other.diskBytes);
    }

    /** Never less than nothing: a machine whose bounds were lowered holds more than it has. */
    Amount minus(Amount other) {
      return new Amount(
          Math.max(0, cpuMillis - other.cpuMillis),
          Math.max(0, memoryBytes - other.memoryBytes),
          Math.max(0, diskBytes - other.diskBytes));
    }

    boolean fits(Amount into) {
      return cpuMillis <= into.cpuMillis
          && memoryBytes <= into.memoryBytes
          && diskBytes <= into.diskBytes;
    }
  }

  /**
   * What one job holds.
   *
   * @param slot its account
   * @param endsAt when it has ended at the latest; null for what has no end
   */
  record Holding(Amount amount, int slot, OffsetDateTime endsAt) {}

  /** What is long overdue, such as a process that cannot be ended, has no end either. */
  private boolean hasEnd(Holding held, OffsetDateTime now) {
    return held.endsAt() != null && !held.endsAt().isBefore(now.minus(maxOverdue));
  }

  /**
   * Room that is kept for a job.
   *
   * @param from when all of it is free at the latest
   * @param spare what is left beside it then
   */
  record Reservation(OffsetDateTime from, Amount spare) {}

  /** The same with so much more of its disk. */
  Room withDisk(long bytes) {
    Amount larger =
        new Amount(capacity.cpuMillis(), capacity.memoryBytes(), capacity.diskBytes() + bytes);
    return new Room(larger, maxOverdue, holdings);
  }

  Amount free() {
    return capacity.minus(sum(holdings));
  }

  /** What is free once everything that has an end has ended. */
  Amount freeInTime(OffsetDateTime now) {
    return capacity.minus(sum(holdings.stream().filter(held -> !hasEnd(held, now)).toList()));
  }

  private static Amount sum(List<Holding> holdings) {
    return holdings.stream().map(Holding::amount).reduce(Amount.NONE, Amount::plus);
  }

  /**
   * When a job that does not fit now will, by the time limits of what runs: "EASY" backfill (Lifka,
   * The ANL/IBM SP Scheduling System, 1995). Empty where that is never, because of what has no end.
   */
  Optional<Reservation> reservation(Amount wanted, OffsetDateTime now) {
    List<Holding> left = new ArrayList<>(holdings);
    List<Holding> ending =
        holdings.stream()
            .filter(held -> hasEnd(held, now))
            .sorted(Comparator.comparing(Holding::endsAt))
            .toList();
    for (Holding next : ending) {
      left.remove(next);
      Amount free = capacity.minus(sum(left));
      if (wanted.fits(free)) {
        OffsetDateTime from = next.endsAt().isBefore(now) ? now : next.endsAt();
        return Optional.of(new Reservation(from, free.minus(wanted)));
      }
    }
    return Optional.empty();
  }
}
