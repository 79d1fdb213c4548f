package io.keelson.api.graphql.live.topic;

import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Something that is followed in this process, however often: read when a signal says so, at most
 * once a second, and now and then although none does.
 */
abstract class Topic {
  private static final Logger LOG = Logger.getLogger(Topic.class);
  private static final Duration READ_INTERVAL = Duration.ofSeconds(1);

  /** So that topics that were signalled together do not stay together, one burst a second. */
  private static final Duration SPREAD = Duration.ofMillis(200);

  private final TopicReads reads;
  private final UUID tenantId;
  private final String name;

  /** Where the topic stands: at rest, to be read, or to be read and once more after that. */
  private enum State {
    RESTING,
    DUE,
    DUE_AGAIN
  }

  private State state = State.RESTING;
  private boolean hasBeenRead;
  private long readAtNanos;
  private long pollAtNanos;

  Topic(TopicReads reads, UUID tenantId, String name) {
    this.reads = reads;
    this.tenantId = tenantId;
    this.name = name;
    this.pollAtNanos = reads.nanoTime() + reads.pollInterval().toNanos();
  }

  /** There may be something new. From anywhere; quick. */
  final synchronized void wake() {
    switch (state) {
      case RESTING -> {
        state = State.DUE;
        reads.schedule(tenantId, untilNextRead(), this::read);
      }
      case DUE -> state = State.DUE_AGAIN;
      case DUE_AGAIN -> {
        // Read after this signal anyway.
      }
    }
  }

  /** From anywhere: wakes it when nothing else has for so long. */
  final void wakeIfDue(long nowNanos) {
    boolean isDue;
    synchronized (this) {
      isDue = state == State.RESTING && nowNanos - pollAtNanos >= 0;
    }
    if (isDue) {
      wake();
    }
  }

  /** Signals have returned, and none tells what happened meanwhile: soon, not all at once. */
  final synchronized void wakeWithin(Duration spread) {
    pollAtNanos = reads.nanoTime() + reads.jitter(spread).toNanos();
  }

  private Duration untilNextRead() {
    if (!hasBeenRead) {
      return Duration.ZERO;
    }
    Duration since = Duration.ofNanos(reads.nanoTime() - readAtNanos);
    return since.compareTo(READ_INTERVAL) >= 0
        ? Duration.ZERO
        : READ_INTERVAL.minus(since).plus(reads.jitter(SPREAD));
  }

  private void read() {
    synchronized (this) {
      state = State.DUE; // what was signalled until now is seen by this reading
      hasBeenRead = true;
      readAtNanos = reads.nanoTime();
    }
    boolean more = false;
    boolean failed = false;
    try {
      more = readOnce();
    } catch (RuntimeException | Error e) {
      LOG.debugf("topic %s is read again: %s", name, e.getMessage());
      failed = true;
    }
    synchronized (this) {
      pollAtNanos = reads.nanoTime() + untilPoll().toNanos();
      if (more) {
        state = State.DUE;
        reads.schedule(tenantId, Duration.ZERO, this::read);
      } else if (failed || state == State.DUE_AGAIN) {
        state = State.DUE;
        reads.schedule(tenantId, untilNextRead(), this::read);
      } else {
        state = State.RESTING;
      }
    }
  }

  /** How long until it is read although nothing signals. */
  Duration untilPoll() {
    return reads.pollInterval();
  }

  /**
   * Reads what is new, and hands it to those who follow. Blocks.
   *
   * @return whether there is more to be read at once
   */
  abstract boolean readOnce();
}
