package io.keelson.demo.step;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Asks again until something is so, for a bounded time. */
public final class Patience {
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 400;

  private Patience() {}

  /**
   * The first value that the question gives.
   *
   * @param state what is so instead, for the message when the time is over
   * @throws CheckFailed when the time is over
   */
  public static <T> T until(
      Duration limit, String what, Supplier<String> state, Callable<Optional<T>> question)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    long pauseMs = FIRST_PAUSE_MS;
    while (true) {
      Optional<T> answer = question.call();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > deadline) {
        throw Check.failed("%s: not within %d s (%s)", what, limit.toSeconds(), state.get());
      }
      Thread.sleep(pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 3 / 2);
    }
  }
}
