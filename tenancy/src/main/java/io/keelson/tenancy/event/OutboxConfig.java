package io.keelson.tenancy.event;

import java.time.Duration;

/**
 * Bounds of the delivery of events.
 *
 * @param maxAttempts how often a handler may fail on an event before it becomes a dead letter
 * @param maxRetryDelay between two attempts, at most
 * @param tenantsAtOnce how many tenants' deliveries are handled at the same time in a process
 * @param turnDeliveries how many deliveries a tenant has before the next tenant's turn
 * @param turnTime how long a tenant's turn may be before no further delivery of it begins
 */
public record OutboxConfig(
    int maxAttempts,
    Duration maxRetryDelay,
    int tenantsAtOnce,
    int turnDeliveries,
    Duration turnTime) {

  /** A dead letter after 20 attempts, some 13 minutes. */
  public static OutboxConfig defaults() {
    return new OutboxConfig(20, Duration.ofMinutes(1), 4, 20, Duration.ofMillis(500));
  }

  public OutboxConfig withMaxAttempts(int attempts) {
    return new OutboxConfig(attempts, maxRetryDelay, tenantsAtOnce, turnDeliveries, turnTime);
  }
}
