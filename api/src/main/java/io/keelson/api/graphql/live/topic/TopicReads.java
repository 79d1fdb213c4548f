package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.event.LiveSignals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** When topics are read, and how many at once. */
class TopicReads implements AutoCloseable {
  /** Few enough to leave the database's connections to requests. */
  private static final int AT_ONCE = 8;

  /** Of one tenant, so that reads of one that are slow leave permits to the others. */
  private static final int AT_ONCE_OF_A_TENANT = 4;

  private static final int STRIPES = 256;

  private static final Duration POLL_WITHOUT_SIGNALS = Duration.ofSeconds(1);
  private final LiveSignals signals;
  private final Duration safetyPoll;
  private final Semaphore permits = new Semaphore(AT_ONCE, true);
  private final Semaphore[] shares = new Semaphore[STRIPES];
  private final ScheduledExecutorService later =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("topics-", 0).factory());

  private final OwnPages ownPages = new OwnPages();
  private final InstantSource clock;

  TopicReads(LiveSignals signals, Duration safetyPoll, InstantSource clock) {
    this.signals = signals;
    this.clock = clock;
    this.safetyPoll = safetyPoll;
    Arrays.setAll(shares, stripe -> new Semaphore(AT_ONCE_OF_A_TENANT, true));
  }

  OwnPages ownPages() {
    return ownPages;
  }

  long nanoTime() {
    return System.nanoTime();
  }

  Instant now() {
    return clock.instant();
  }

  /** Runs it after the delay, on a virtual thread, when {@link #permitted}. */
  void schedule(UUID tenantId, Duration delay, Runnable read) {
    if (delay.isZero()) {
      start(tenantId, read);
    } else {
      later.schedule(() -> start(tenantId, read), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void start(UUID tenantId, Runnable read) {
    Thread.startVirtualThread(
        () ->
            permitted(
                tenantId,
                () -> {
                  read.run();
                  return null;
                }));
  }

  /**
   * Reads when fewer than {@value AT_ONCE} others do, of which fewer than {@value
   * AT_ONCE_OF_A_TENANT} for this tenant. Blocks.
   */
  <T> T permitted(UUID tenantId, Supplier<T> read) {
    Semaphore share = shares[Math.floorMod(tenantId.hashCode(), STRIPES)];
    share.acquireUninterruptibly();
    try {
      permits.acquireUninterruptibly();
      try {
        return read.get();
      } finally {
        permits.release();
      }
    } finally {
      share.release();
    }
  }

  /** How long a topic may go unread although nothing has signalled, with a quarter of chance. */
  Duration pollInterval() {
    Duration usual = signals.arrive() ? safetyPoll : POLL_WITHOUT_SIGNALS;
    return usual.multipliedBy(3).dividedBy(4).plus(jitter(usual.dividedBy(2)));
  }

  Duration jitter(Duration bound) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.max(1, bound.toNanos())));
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
