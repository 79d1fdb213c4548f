package io.keelson.compute.supervisor;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.lease.HeldLeases;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.lease.Outcome;
import io.keelson.compute.local.LocalHost;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks after every lease of this process: says each second that it lives, hears which of its jobs
 * are to end, and takes over what a dead process of the same machine has left. What runs keeps
 * running, with its token, whoever looks after it.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Supervisor.class);
  private static final Duration BEAT_INTERVAL = Duration.ofSeconds(1);

  /** How often it is looked for machines that are silent. */
  private static final int BEATS_BETWEEN_ROUNDS = 10;

  /** How long a lease that this process has just written down is left to the thread that did. */
  private static final Duration HAND_OVER_TIME = Duration.ofSeconds(30);

  private final Workshop workshop;
  private final HeldLeases held;
  private final LocalHost host;
  private final Namesakes namesakes;
  private final UUID holderId;
  private final Runnable roomFreed;
  private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();
  private final DueLoop loop =
      new DueLoop("job-supervisor", BEAT_INTERVAL, this::look).withoutBackoff();
  private final DueLoop sweeper;
  private AutoCloseable mark;
  private LiveSignals.Following following;
  private long beats;

  /**
   * @param holderId this process, a new id with each start
   * @param roomFreed is called when a lease was released
   */
  public Supervisor(
      Workshop workshop, HeldLeases held, LocalHost host, UUID holderId, Runnable roomFreed) {
    this.workshop = workshop;
    this.held = held;
    this.host = host;
    this.namesakes = new Namesakes(held, host, holderId, workshop.config().limits().holderStale());
    this.holderId = holderId;
    this.roomFreed = roomFreed;
    this.sweeper =
        new DueLoop("job-sweeper", workshop.config().limits().sweepInterval(), this::sweepAgain);
  }

  /**
   * Takes up what an earlier process has left, ends what belongs to nobody, then goes on by itself.
   *
   * @throws IllegalStateException when another machine goes by the name of this one, and lives
   */
  public void start() {
    mark = host.mark(holderId);
    held.beat(holderId, host.id(), host.machine());
    namesakes.requireNone();
    takeOver();
    workshop.provider().sweep(() -> held.unreleased(host.id()));
    held.forgetOldHolders();
    beat();
    following = workshop.signals().follow(JobProgress.PLATFORM, JobProgress.STOP_TOPIC, loop::wake);
    loop.start();
    sweeper.start();
  }

  /** What comes to be of no lease while this process lives. */
  private boolean sweepAgain() {
    if (host.sharesItsName()) {
      return false;
    }
    workshop.provider().sweepAgain(() -> held.unreleased(host.id()));
    return false;
  }

  private boolean look() {
    beat();
    namesakes.look();
    takeOver();
    if (++beats % BEATS_BETWEEN_ROUNDS == 0) {
      giveUpSilent();
      held.forgetOldHolders();
    }
    return false;
  }

  /** A lease that this process has asked for. */
  public void watch(Lease lease) {
    look(new Attempt(workshop, lease, false), lease.id());
  }

  private void look(Attempt attempt, UUID leaseId) {
    if (loop.isClosed() || attempts.putIfAbsent(leaseId, attempt) != null) {
      return;
    }
    Thread.ofVirtual()
        .name("lease-" + leaseId)
        .start(
            () -> {
              try {
                attempt.run();
              } finally {
                attempts.remove(leaseId, attempt);
                roomFreed.run();
              }
            });
  }

  private void beat() {
    Set<UUID> before = Set.copyOf(attempts.keySet());
    List<HeldLeases.Held> mine = held.beat(holderId, host.id(), host.machine());
    for (HeldLeases.Held one : mine) {
      Attempt attempt = attempts.get(one.leaseId());
      if (attempt == null) {
        adopt(one);
      } else if (one.stopRequested()) {
        attempt.stopRequested();
      }
    }
    Set<UUID> ids = Set.copyOf(mine.stream().map(HeldLeases.Held::leaseId).toList());
    before.stream().filter(id -> !ids.contains(id)).map(attempts::get).forEach(this::dropIfTaken);
  }

  private void dropIfTaken(Attempt attempt) {
    if (attempt != null
        && attempt.status() != LeaseStatus.RELEASED
        && attempt.status() != LeaseStatus.RELEASING) {
      LOG.warn("another process has taken a lease over");
      attempt.drop();
    }
  }

  private void adopt(HeldLeases.Held one) {
    Lease lease = workshop.database().transact(one.tenantId(), tx -> Leases.get(tx, one.leaseId()));
    if (comesFromScheduler(lease)) {
      return;
    }
    if (lease.status() != LeaseStatus.RELEASED && lease.holderId().equals(holderId)) {
      LOG.infof("job %s is looked after by this process now", lease.jobId());
      look(new Attempt(workshop, lease, true), lease.id());
    }
  }

  /** The scheduler of this process has just written it down and is about to hand it over. */
  private boolean comesFromScheduler(Lease lease) {
    return lease.version() == 1
        && lease.requestedAt().toInstant().plus(HAND_OVER_TIME).isAfter(now());
  }

  private void takeOver() {
    if (host.sharesItsName()) {
      return;
    }
    for (HeldLeases.Other other : held.others(holderId, host.id())) {
      if (host.isDead(other.holderId(), other.machine())) {
        held.takeOver(other.holderId(), holderId, host.id());
      }
    }
    held.takeOverSilent(holderId, host.id(), workshop.config().limits().holderStale());
  }

  /**
   * The job of a machine that is silent goes to another; its lease waits for the machine to come
   * back and end what runs there.
   */
  private void giveUpSilent() {
    for (HeldLeases.Silent silent :
        held.silent(holderId, host.id(), workshop.config().limits().hostLost())) {
      workshop
          .database()
          .transact(
              silent.tenantId(),
              tx -> {
                giveUp(tx, silent);
                return null;
              });
    }
  }

  private void giveUp(Transaction tx, HeldLeases.Silent silent) {
    Lease lease = Leases.unlocked(tx, silent.leaseId());
    Job job = workshop.progress().locked(tx, lease.jobId());
    OffsetDateTime at = Verdict.at(now());
    Outcome outcome = Verdict.hostLost(silent.heardAt(), now());
    if (workshop.leases().lost(tx, silent, outcome, at)) {
      JobEnds.of(workshop).tell(tx, job, lease, outcome, List.of());
    }
  }

  private Instant now() {
    return workshop.clock().instant();
  }

  /** How many leases it looks after now. */
  public int size() {
    return attempts.size();
  }

  /** Lets go of everything: what runs keeps running, and the next process takes it up. */
  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    sweeper.close();
    loop.close();
    attempts.values().forEach(Attempt::drop);
    if (mark != null) {
      try {
        mark.close();
        held.leave(holderId);
      } catch (Exception e) {
        LOG.debugf("the mark of this process: %s", e.getMessage());
      }
    }
  }
}
