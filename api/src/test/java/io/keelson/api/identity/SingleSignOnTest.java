package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.signon.Provisioning.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleSignOnTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void aSessionIsAskedForOnceHoweverManyRequestsComeAtATime() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(20);
    SingleSignOn signOn =
        new SingleSignOn(
            (token, requestId, address) -> {
              asked.incrementAndGet();
              awaited(all);
              return Outcome.JOINED;
            },
            LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> looks = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        looks.add(
            threads.submit(
                () -> {
                  all.countDown();
                  signOn.look("session", "token", null, null);
                }));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    }
    signOn.look("session", "token", null, null);

    assertThat(asked).hasValue(1);
    assertThat(signOn.isSeen("session")).isTrue();
  }

  @Test
  void whileTheRealmDoesNotAnswerNobodyIsToldThatTheyAreNoMember() {
    AtomicInteger asked = new AtomicInteger();
    SingleSignOn signOn =
        new SingleSignOn(
            (token, requestId, address) -> {
              asked.incrementAndGet();
              throw new Unavailable("Keycloak is away", null);
            },
            LONG);

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> signOn.look("session", "token", null, null))
          .isInstanceOf(Unavailable.class);
    }

    assertThat(asked).as("for five seconds it is not asked again").hasValue(1);
    assertThat(signOn.isSeen("session")).isFalse();
  }

  @Test
  void aRequestWaitsForARealmThatIsSlowNoLongerThanItsPatience() {
    CountDownLatch slow = new CountDownLatch(1);
    SingleSignOn signOn =
        new SingleSignOn(
            (token, requestId, address) -> {
              awaited(slow);
              return Outcome.KNOWN;
            },
            Duration.ofMillis(50));

    assertThatThrownBy(() -> signOn.look("session", "token", null, null))
        .isInstanceOf(Unavailable.class);
    slow.countDown();
    while (!signOn.isSeen("session")) {
      Thread.onSpinWait();
    }
    signOn.look("session", "token", null, null);
  }

  @Test
  void whoeverIsRefusedIsNoMemberAndTheRequestGoesOn() {
    SingleSignOn signOn = new SingleSignOn((token, requestId, address) -> Outcome.REFUSED, LONG);

    signOn.look("session", "token", null, null);

    assertThat(signOn.isSeen("session")).isTrue();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
