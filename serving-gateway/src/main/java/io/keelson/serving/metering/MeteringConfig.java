package io.keelson.serving.metering;

import java.time.Duration;

/**
 * @param billingInterval how often answered requests go to the ledger
 * @param trafficInterval how often the numbers for the console are written
 */
public record MeteringConfig(Duration billingInterval, Duration trafficInterval) {
  public static MeteringConfig defaults() {
    return new MeteringConfig(Duration.ofSeconds(60), Duration.ofSeconds(5));
  }
}
