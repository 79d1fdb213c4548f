package io.keelson.api.graphql.live.socket;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a reader has taken nothing although something waits for them. From anywhere. */
final class Stall {
  /** A reader who is only slow has taken something within that time. */
  private static final Duration LASTS = Duration.ofSeconds(1);

  private final LongSupplier takenAtNanos;

  /** 0 for none. */
  private volatile long sinceNanos;

  /**
   * @param takenAtNanos when the reader took something last
   */
  Stall(LongSupplier takenAtNanos) {
    this.takenAtNanos = takenAtNanos;
  }

  void begin() {
    sinceNanos = System.nanoTime() | 1;
  }

  void end() {
    sinceNanos = 0;
  }

  boolean isLong() {
    long since = sinceNanos;
    long now = System.nanoTime();
    return since != 0
        && now - since >= LASTS.toNanos()
        && now - takenAtNanos.getAsLong() >= LASTS.toNanos();
  }
}
