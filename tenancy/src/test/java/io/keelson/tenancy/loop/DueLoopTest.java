package io.keelson.tenancy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DueLoopTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final long LIMIT_S = 10;

  @Test
  void goesOnAfterAPassThatFailed() throws Exception {
    AtomicInteger passes = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    try (DueLoop loop =
        new DueLoop(
            "test",
            SHORT,
            () -> {
              third.countDown();
              if (passes.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
              }
              return false;
            })) {
      loop.start();
      assertThat(third.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void doesNotWaitWhileMoreIsDue() throws Exception {
    CountDownLatch all = new CountDownLatch(100);
    Duration longAgainstTheLimit = Duration.ofMillis(200);
    try (DueLoop loop =
        new DueLoop(
            "test",
            longAgainstTheLimit,
            () -> {
              all.countDown();
              return all.getCount() > 0;
            })) {
      loop.start();
      assertThat(all.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void makesNoPassAfterItsEnd() {
    AtomicInteger passes = new AtomicInteger();
    DueLoop loop = new DueLoop("test", NEVER, () -> passes.incrementAndGet() > 0);
    loop.start();
    loop.close();
    assertThat(passes).hasValue(0);
  }
}
