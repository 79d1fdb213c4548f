package io.keelson.api.alert.rule;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When rules are looked at: at whole multiples of an interval, so that processes agree. */
@Singleton
public final class LookTimes {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private final Duration every;

  /**
   * @throws IllegalArgumentException unless it is 1 second to 1 hour, in whole seconds
   */
  @Inject
  public LookTimes(
      @ConfigProperty(name = "keelson.alerts.look-interval", defaultValue = "PT1M")
          Duration every) {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0 || every.getNano() != 0) {
      throw new IllegalArgumentException(
          "keelson.alerts.look-interval: %s (expected: %s to %s, in whole seconds)"
              .formatted(every, SHORTEST, LONGEST));
    }
    this.every = every;
  }

  /** The first one after a time. */
  Instant next(Instant now) {
    long seconds = every.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds + seconds);
  }

  /** The interval, or a shorter time. */
  Duration atMost(Duration other) {
    return every.compareTo(other) < 0 ? every : other;
  }
}
