package io.keelson.tenancy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DueLoopTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final long LIMIT_S = 10;

  private final AtomicLong nanos = new AtomicLong();

  private DueLoop withInjectedTime(Duration interval, Supplier<Duration> pass) {
    return new DueLoop("test", interval, pass, nanos::get, () -> 1.0);
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void goesOnAfterAPassThatFailed() throws Exception {
    goesOnAfter(new IllegalStateException("on purpose"));
  }

  @Test
  void goesOnAfterAnError() throws Exception {
    goesOnAfter(new NoClassDefFoundError("on purpose"));
    goesOnAfter(new StackOverflowError("on purpose"));
    goesOnAfter(new OutOfMemoryError("on purpose"));
  }

  private static void goesOnAfter(Throwable failure) throws InterruptedException {
    AtomicInteger passes = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    try (DueLoop loop =
        new DueLoop(
            "test",
            SHORT,
            () -> {
              third.countDown();
              if (passes.incrementAndGet() == 1) {
                DueLoopTest.<RuntimeException>raise(failure);
              }
              return false;
            })) {
      loop.start();
      assertThat(third.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void goesOnAfterAPassThatLeftItsThreadInterrupted() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    try (DueLoop loop =
        new DueLoop(
            "test",
            SHORT,
            () -> {
              third.countDown();
              Thread.currentThread().interrupt();
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
  void beginsItsNextPassWhenItIsWoken() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(2);
    try (DueLoop loop =
        new DueLoop(
            "test",
            NEVER,
            () -> {
              first.countDown();
              second.countDown();
              return false;
            })) {
      loop.start();
      assertThat(first.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
      loop.wake();
      assertThat(second.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void makesNoPassAfterItsEnd() {
    AtomicInteger passes = new AtomicInteger();
    DueLoop loop = new DueLoop("test", NEVER, () -> passes.incrementAndGet() < 0);
    loop.start();
    loop.close();
    int before = passes.get();
    loop.wake();
    assertThat(passes).hasValue(before);
    assertThat(before).isLessThanOrEqualTo(1);
  }

  @Test
  void waitsAsLongAsNothingCanBeDueAndNotLongerThanItsInterval() {
    assertThat(withInjectedTime(SECOND, () -> Duration.ofMillis(300)).pass())
        .isEqualTo(Duration.ofMillis(300));
    assertThat(withInjectedTime(SECOND, () -> NEVER).pass()).isEqualTo(SECOND);
    assertThat(withInjectedTime(SECOND, () -> Duration.ofMillis(-5)).pass()).isZero();
  }

  @Test
  void waitsLongerTheMorePassesHaveFailedAndNoLongerThanTenSeconds() {
    DueLoop loop = withInjectedTime(SECOND, DueLoopTest::fail);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waits.add(loop.pass().toSeconds());
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void waitsForARandomTimeAfterAFailureSoThatProcessesDoNotMarchInStep() {
    assertThat(new DueLoop("test", SECOND, DueLoopTest::fail, nanos::get, () -> 0.0).pass())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(new DueLoop("test", SECOND, DueLoopTest::fail, nanos::get, () -> 0.5).pass())
        .isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void keepsTheIntervalOfAHeartbeatWhilePassesFail() {
    DueLoop loop = withInjectedTime(SECOND, DueLoopTest::fail).withoutBackoff();
    for (int i = 0; i < 6; i++) {
      assertThat(loop.pass()).isEqualTo(SECOND);
    }
  }

  @Test
  void isLateWhenItsPassDoesNotEnd() {
    DueLoop loop = withInjectedTime(SECOND, () -> SECOND);
    passes(Duration.ofSeconds(30));
    assertThat(loop.late()).isEmpty();
    passes(SECOND);
    assertThat(loop.late()).contains(new Loops.Late("test", Duration.ofSeconds(31), null));
    loop.beat();
    assertThat(loop.late()).isEmpty();
  }

  @Test
  void isLateAfterTenOfItsIntervals() {
    DueLoop loop = withInjectedTime(Duration.ofMinutes(1), () -> SECOND);
    loop.pass();
    passes(Duration.ofMinutes(10));
    assertThat(loop.late()).isEmpty();
    passes(SECOND);
    assertThat(loop.late()).isPresent();
    loop.pass();
    assertThat(loop.late()).isEmpty();
  }

  @Test
  void isLateWhileItsPassesFailAndSaysWhy() {
    DueLoop loop = withInjectedTime(SECOND, DueLoopTest::fail).lateAfter(Duration.ofSeconds(5));
    passes(Duration.ofSeconds(6));
    loop.pass();
    assertThat(loop.late()).contains(new Loops.Late("test", Duration.ofSeconds(6), "on purpose"));
  }

  @Test
  void isNamedAsLateFromItsStartToItsEnd() throws Exception {
    CountDownLatch inPass = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    DueLoop loop =
        withInjectedTime(
            NEVER,
            () -> {
              inPass.countDown();
              await(go);
              return NEVER;
            });
    loop.lateAfter(SECOND).start();
    assertThat(inPass.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    passes(Duration.ofHours(1));
    assertThat(Loops.late()).contains(new Loops.Late("test", Duration.ofHours(1), null));
    go.countDown();
    loop.close();
    assertThat(Loops.late()).extracting(Loops.Late::name).doesNotContain("test");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Duration fail() {
    throw new IllegalStateException("on purpose");
  }
}
