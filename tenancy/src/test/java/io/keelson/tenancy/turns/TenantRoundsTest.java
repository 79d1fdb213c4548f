package io.keelson.tenancy.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TenantRoundsTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  @Test
  void ofATenantOneRoundIsAtWorkAndOthersGoOn() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (TenantRounds rounds = new TenantRounds("tests", 2, Duration.ZERO)) {
      assertThat(rounds.begin(ONE, () -> awaited(never))).isTrue();

      assertThat(rounds.begin(ONE, done::countDown)).isFalse();
      assertThat(rounds.busy()).containsExactly(ONE);
      assertThat(rounds.begin(OTHER, done::countDown)).isTrue();
      done.await();
    }
  }

  @Test
  void aRoundThatFailsIsFollowedByAPauseOfItsTenantAlone() {
    try (TenantRounds rounds = new TenantRounds("tests", 2, Duration.ofMinutes(1))) {
      rounds.begin(
          ONE,
          () -> {
            throw new IllegalStateException("no connection");
          });
      assertThat(rounds.awaitIdle(Duration.ofSeconds(10))).isTrue();

      assertThat(rounds.busy()).containsExactly(ONE);
      assertThat(rounds.begin(ONE, () -> {})).isFalse();
      assertThat(rounds.begin(OTHER, () -> {})).isTrue();
    }
    try (TenantRounds rounds = new TenantRounds("tests", 2, Duration.ZERO)) {
      rounds.begin(
          ONE,
          () -> {
            throw new IllegalStateException("no connection");
          });
      assertThat(rounds.awaitIdle(Duration.ofSeconds(10))).isTrue();

      assertThat(rounds.begin(ONE, () -> {})).isTrue();
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
