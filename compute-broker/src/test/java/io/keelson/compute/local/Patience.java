package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For half a minute at most. */
final class Patience {
  static final Duration LENGTH = Duration.ofSeconds(30);

  private Patience() {}

  static void until(BooleanSupplier holds) {
    until("it holds", holds);
  }

  static void until(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(LENGTH);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
