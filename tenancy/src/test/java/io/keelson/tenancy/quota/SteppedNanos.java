package io.keelson.tenancy.quota;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A process's own time, which stands still until it is told to go on. */
final class SteppedNanos implements LongSupplier {
  private volatile long now;

  @Override
  public long getAsLong() {
    return now;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }
}
