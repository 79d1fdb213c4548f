package io.keelson.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What is to be known everywhere within a time. */
public final class KnownWithin {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private KnownWithin() {}

  /**
   * Asks on and on, from now. Whoever asks after the time gets the new answer; whoever began to ask
   * before it may get either, however long the answer takes: that is the machine's time, not the
   * platform's.
   *
   * @param isKnown whether the answer is the new one
   * @return when that was, from now
   */
  public static Duration assertKnownWithin(Duration time, String what, Callable<Boolean> isKnown)
      throws Exception {
    long beganNanos = System.nanoTime();
    Duration askedAt = Duration.ZERO;
    while (!isKnown.call()) {
      assertThat(askedAt).as("%s: asked, and not so, after", what).isLessThanOrEqualTo(time);
      Thread.sleep(PAUSE);
      askedAt = Duration.ofNanos(System.nanoTime() - beganNanos);
    }
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}
