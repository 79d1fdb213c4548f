package io.keelson.tenancy.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How often a server may be started again, and how long to wait before each attempt. */
final class RestartBudget {

  private static final int ATTEMPTS = 5;
  static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration FIRST_DELAY = Duration.ofMillis(250);

  private final InstantSource clock;
  private final int limit;
  private final Deque<Instant> attempts = new ArrayDeque<>();

  RestartBudget(InstantSource clock) {
    this(clock, ATTEMPTS);
  }

  RestartBudget(InstantSource clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** How many attempts a window has. */
  int attempts() {
    return limit;
  }

  /**
   * Takes one attempt: the first may begin at once, each further one within the window waits twice
   * as long as the one before.
   *
   * @return the delay, or nothing when the attempts of the window are used up
   */
  Optional<Duration> take() {
    Instant now = clock.instant();
    while (!attempts.isEmpty() && attempts.getFirst().isBefore(now.minus(WINDOW))) {
      attempts.removeFirst();
    }
    if (attempts.size() >= limit) {
      return Optional.empty();
    }
    int earlier = attempts.size();
    attempts.addLast(now);
    return Optional.of(
        earlier == 0 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << (2 * (earlier - 1))));
  }
}
