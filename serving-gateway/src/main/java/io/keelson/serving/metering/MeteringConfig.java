package io.keelson.serving.metering;

import java.time.Duration;

/**
 * @param billingInterval how often answered requests go to the ledger; 1 s to 1 day
 * @param trafficInterval how often the numbers for the console are written
 */
public record MeteringConfig(Duration billingInterval, Duration trafficInterval) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException naming the setting that is out of its bounds
   */
  public MeteringConfig {
    if (billingInterval.compareTo(SHORTEST) < 0 || billingInterval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "keelson.billing.metering-interval " + billingInterval + " (expected: 1 s to 1 day)");
    }
  }

  public static MeteringConfig defaults() {
    return new MeteringConfig(Duration.ofSeconds(60), Duration.ofSeconds(5));
  }
}
