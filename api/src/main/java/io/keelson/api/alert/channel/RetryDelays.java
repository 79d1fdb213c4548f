package io.keelson.api.alert.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a delivery is tried again: the schedule of Standard Webhooks 1.0.0, ten attempts in 75
 * hours, each later by up to a tenth so that those that failed together do not return together.
 */
final class RetryDelays {
  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));
  private static final double MOST_JITTER = 0.1;

  private RetryDelays() {}

  /**
   * @param attempts that have failed, from 1
   * @param notBefore what the receiver asked for; null for nothing
   * @param random from 0 to 1
   * @return empty when it is given up
   */
  static Optional<Duration> after(int attempts, Duration notBefore, double random) {
    if (attempts > DELAYS.size()) {
      return Optional.empty();
    }
    Duration planned = DELAYS.get(attempts - 1);
    Duration later = planned.plusMillis((long) (planned.toMillis() * MOST_JITTER * random));
    return Optional.of(notBefore != null && notBefore.compareTo(later) > 0 ? notBefore : later);
  }
}
