package io.keelson.tenancy.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenantTurnsTest {
  private static final UUID SLOW = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  @Test
  void aTenantWhoseWorkDoesNotEndHoldsUpItsOwnAlone() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(20);
    try (TenantTurns turns = new TenantTurns(4, 2)) {
      assertThat(turns.begin(SLOW, "a", () -> awaited(never))).isTrue();
      assertThat(turns.begin(SLOW, "b", () -> awaited(never))).isTrue();

      assertThat(turns.begin(SLOW, "c", done::countDown)).isFalse();
      assertThat(turns.full()).containsExactly(SLOW);
      assertThat(turns.atWork()).isEqualTo(Map.of(SLOW, 2));
      for (int i = 0; i < 20; i++) {
        String what = "other " + i;
        while (!turns.begin(OTHER, what, done::countDown)) {
          Thread.onSpinWait();
        }
      }

      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void ofTheSameOnlyOneIsAtWorkAndNoMoreThanThereIsRoomFor() {
    CountDownLatch never = new CountDownLatch(1);
    try (TenantTurns turns = new TenantTurns(2, 2)) {
      assertThat(turns.begin(SLOW, "a", () -> awaited(never))).isTrue();
      assertThat(turns.begin(OTHER, "a", () -> awaited(never))).isFalse();
      assertThat(turns.begin(OTHER, "b", () -> awaited(never))).isTrue();
      assertThat(turns.begin(new UUID(0, 3), "c", () -> awaited(never))).isFalse();
    }
  }

  @Test
  void workThatFailsLeavesItsRoom() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (TenantTurns turns = new TenantTurns(1, 1)) {
      turns.begin(
          SLOW,
          "a",
          () -> {
            throw new IllegalStateException("as tests do");
          });
      while (!turns.begin(SLOW, "b", done::countDown)) {
        Thread.onSpinWait();
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFewTenantsThatHangLeaveRoomForOneThatComes() {
    CountDownLatch never = new CountDownLatch(1);
    try (TenantTurns turns = new TenantTurns(16, 8)) {
      for (int tenant = 1; tenant <= 3; tenant++) {
        for (int i = 0; i < 8; i++) {
          turns.begin(new UUID(0, tenant), "hangs " + tenant + "/" + i, () -> awaited(never));
        }
      }

      assertThat(turns.begin(new UUID(0, 4), "comes", () -> awaited(never))).isTrue();
      assertThat(turns.full()).contains(SLOW, OTHER).doesNotContain(new UUID(0, 5));
    }
  }

  @Test
  void workIsAskedForAgainWhenThereIsRoomForWhatHadNoneAndWhenMoreOfItIsDue() throws Exception {
    Semaphore again = new Semaphore(0);
    CountDownLatch end = new CountDownLatch(1);
    try (TenantTurns turns = new TenantTurns(1, 1, again::release)) {
      turns.begin(SLOW, "a", () -> awaited(end));
      assertThat(turns.begin(OTHER, "b", () -> {})).isFalse();
      end.countDown();
      assertThat(again.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

      assertThat(turns.beginSome(SLOW, "a", () -> true)).isTrue();
      assertThat(again.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      turns.begin(SLOW, "a", end::countDown);
      assertThat(again.tryAcquire(100, TimeUnit.MILLISECONDS)).as("nothing is due").isFalse();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
