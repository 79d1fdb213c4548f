package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.share.FairTurns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** When topics are read, and how many at once. */
class TopicReads implements AutoCloseable {
  /** Few enough to leave the database's connections to requests. */
  private static final int AT_ONCE = 8;

  private static final Duration POLL_WITHOUT_SIGNALS = Duration.ofSeconds(1);
  private final LiveSignals signals;
  private final Duration safetyPoll;

  /** Tenants whose reads are slow leave permits to the others, however many they are. */
  private final FairTurns turns = new FairTurns(AT_ONCE);

  private final ScheduledExecutorService later =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("topics-", 0).factory());

  private final OwnPages ownPages = new OwnPages();
  private final InstantSource clock;

  TopicReads(LiveSignals signals, Duration safetyPoll, InstantSource clock) {
    this.signals = signals;
    this.clock = clock;
    this.safetyPoll = safetyPoll;
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

  /** Reads when fewer than {@value AT_ONCE} others do, and it is this tenant's turn. Blocks. */
  <T> T permitted(UUID tenantId, Supplier<T> read) {
    CompletableFuture<Void> granted = new CompletableFuture<>();
    turns.ask(tenantId, () -> granted.complete(null));
    granted.join();
    try {
      return read.get();
    } finally {
      turns.release(tenantId);
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
