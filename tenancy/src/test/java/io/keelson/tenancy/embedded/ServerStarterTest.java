package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerStarterTest {
  private static final Duration POLL = Duration.ofMillis(1);
  private final AtomicInteger attempts = new AtomicInteger();

  private void failsUntil(int attempt) {
    if (attempts.incrementAndGet() < attempt) {
      throw new EmbeddedServerException("attempt " + attempts + " failed on purpose");
    }
  }

  @Test
  void whatFollowsAStartIsTriedAgainUntilItIsDone() {
    ServerStarter.untilDone(() -> failsUntil(3), () -> true, POLL);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void itIsGivenUpWithTheLastReasonWhenItMakesNoSenseToGoOn() {
    assertThatThrownBy(
            () -> ServerStarter.untilDone(() -> failsUntil(9), () -> attempts.get() < 4, POLL))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage("attempt 4 failed on purpose");
  }
}
