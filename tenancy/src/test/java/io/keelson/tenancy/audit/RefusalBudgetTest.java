package io.keelson.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
  private static final UUID TENANT = new UUID(1, 1);
  private static final UUID OTHER_TENANT = new UUID(1, 2);
  private static final UUID CALLER = new UUID(2, 1);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(6_000));
  private final RefusalBudget budget = new RefusalBudget(1, now::get);

  @Test
  void eachCallerIsWrittenOnceAMinuteInEachTenantAndWhatWasNotIsCounted() {
    assertThat(budget.take(TENANT, CALLER)).hasValue(0);
    assertThat(budget.take(TENANT, CALLER)).isEmpty();
    assertThat(budget.take(TENANT, CALLER)).isEmpty();
    assertThat(budget.take(OTHER_TENANT, CALLER)).hasValue(0);
    assertThat(budget.take(TENANT, new UUID(2, 2))).hasValue(0);

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));

    assertThat(budget.take(TENANT, CALLER)).hasValue(2);
    assertThat(budget.take(TENANT, CALLER)).isEmpty();
  }
}
