package io.keelson.compute.supervisor;

import io.keelson.compute.job.Job;
import io.keelson.compute.lease.Lease;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts what an attempt uses on the ledger beside the attempt, so that nobody who looks after it
 * waits for the ledger or a price. What cannot be recorded now is recorded later, from where the
 * ledger ends. To be told by one thread.
 */
final class UsageRecorder {
  private final Workshop workshop;
  private final Lease lease;
  private final SideLoop loop;
  private final AtomicReference<Use> pending = new AtomicReference<>();
  private OffsetDateTime askedTo;
  private boolean finishing;

  /**
   * What is known of the use.
   *
   * @param to when it was last seen, or ended
   */
  private record Use(Job job, OffsetDateTime to, boolean over) {}

  /**
   * @param lease as it stands; only who has which lease is taken from it
   */
  UsageRecorder(Workshop workshop, Lease lease) {
    this.workshop = workshop;
    this.lease = lease;
    this.loop =
        new SideLoop(
            "usage-" + lease.jobId(),
            "the use of job " + lease.jobId() + " is not on the ledger yet",
            this::record);
  }

  /** It runs since {@code activeAt}, and was seen running. */
  void runs(Lease active, Job job, OffsetDateTime seenAt) {
    if (askedTo == null) {
      askedTo = active.meteredTo() == null ? active.activeAt() : active.meteredTo();
    }
    if (!seenAt.isBefore(askedTo.plus(workshop.config().meteringInterval()))) {
      askedTo = seenAt;
      pending.set(new Use(job, seenAt, false));
      loop.wake();
    }
  }

  private boolean record() {
    Use now = pending.get();
    if (now == null) {
      return false;
    }
    workshop
        .database()
        .transact(
            lease.tenantId(),
            tx -> {
              workshop.meter().record(tx, lease.id(), lease.holderId(), now.job(), now.to());
              return null;
            });
    pending.compareAndSet(now, null);
    return now.over();
  }

  /**
   * Records the rest. Waits for a moment; to be called until it is true.
   *
   * @return whether all of it is on the ledger
   */
  boolean finish(Job job, OffsetDateTime usedUntil) {
    if (!finishing) {
      finishing = true;
      pending.set(new Use(job, usedUntil, true));
      loop.wake();
    }
    return loop.awaitDone();
  }

  /** Lets go of it; whoever has the attempt next goes on where the ledger ends. */
  void stop() {
    loop.stop();
  }
}
