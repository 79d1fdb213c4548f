package io.keelson.compute.supervisor;

import io.keelson.compute.lease.HeldLeases;
import io.keelson.compute.local.LocalHost;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Other machines that go by the name of this one, as the name is a file of the data folder: two
 * machines on one network folder, or a copy of a disk. Each would take the other's jobs for its own
 * that have vanished. Of two such, the one that began first goes on.
 */
final class Namesakes {
  private static final Logger LOG = Logger.getLogger(Namesakes.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

  private final HeldLeases held;
  private final LocalHost host;
  private final UUID holderId;
  private final Duration stale;

  /**
   * @param stale after how long a process that was not heard of lives no more
   */
  Namesakes(HeldLeases held, LocalHost host, UUID holderId, Duration stale) {
    this.held = held;
    this.host = host;
    this.holderId = holderId;
    this.stale = stale;
  }

  /**
   * Waits until a process that was there before can only be dead: this machine may have just
   * started again.
   *
   * @throws IllegalStateException when one lives on another machine
   */
  void requireNone() {
    long until = System.nanoTime() + stale.plus(LOOK_INTERVAL.multipliedBy(5)).toNanos();
    Optional<String> found = earlier();
    if (found.isPresent()) {
      LOG.infof("a process of %s may live: this one waits for at most %s", found.get(), stale);
    }
    while (found.isPresent()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(
            "another machine goes by the name of this one, host-id %s, and lives: %s (this one is %s). "
                    .formatted(host.id(), found.get(), host.machine())
                + "Each machine needs a data folder of its own; in a copy of one, remove the file host-id.");
      }
      pause();
      // So that those which look at it meanwhile do not take it for silent.
      held.beat(holderId, host.id(), host.machine());
      found = earlier();
    }
  }

  /**
   * Looks for one that has come to be since; once met, it is remembered until this process ends.
   */
  void look() {
    if (!host.sharesItsName()) {
      earlier()
          .ifPresent(
              other -> {
                host.meetNamesake();
                LOG.errorf(
                    "another machine goes by the name of this one, host-id %s: %s; until it is started anew, this process begins no job and takes none over",
                    host.id(), other);
              });
    }
  }

  private Optional<String> earlier() {
    return held.earlierNamesake(holderId, host.id(), host.machine(), stale);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
