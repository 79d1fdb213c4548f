package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.api.catalog.CatalogFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseClockIT {
  @Test
  void aProcessWhoseClockIsWrongHasTheTimeOfTheDatabase() {
    try (CatalogFixture fixture = new CatalogFixture()) {
      AtomicReference<Duration> wrong = new AtomicReference<>(Duration.ofMinutes(5));
      InstantSource own = () -> Instant.now().plus(wrong.get());
      DatabaseClock clock = new DatabaseClock(fixture.system, own);
      assertThat(clock.instant()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));

      wrong.set(Duration.ofMinutes(-5));
      assertThat(clock.instant())
          .as("it is asked again when the own one is set back")
          .isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
      wrong.set(Duration.ofMinutes(9));
      assertThat(clock.instant())
          .as("and when a minute is over")
          .isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
    }
  }
}
