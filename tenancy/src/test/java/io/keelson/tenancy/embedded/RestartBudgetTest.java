package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RestartBudgetTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RestartBudget budget = new RestartBudget(() -> now, 3);

  @Test
  void eachFurtherAttemptWaitsLonger() {
    assertThat(budget.take()).contains(Duration.ZERO);
    assertThat(budget.take()).contains(Duration.ofMillis(250));
    assertThat(budget.take()).contains(Duration.ofSeconds(1));
  }

  @Test
  void theAttemptsOfOneWindowAreBounded() {
    budget.take();
    budget.take();
    budget.take();

    assertThat(budget.take()).isEmpty();
  }

  @Test
  void attemptsComeBackWhenTheWindowHasPassed() {
    budget.take();
    budget.take();
    budget.take();

    now = now.plus(RestartBudget.WINDOW).plusSeconds(1);

    assertThat(budget.take()).contains(Duration.ZERO);
  }
}
