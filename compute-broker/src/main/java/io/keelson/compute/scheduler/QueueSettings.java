package io.keelson.compute.scheduler;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a machine takes jobs off the queue. */
public interface QueueSettings {
  /** How often it looks although nobody has woken it; 100 ms to 1 minute. */
  @WithDefault("PT1S")
  Duration pollInterval();

  /**
   * How long a job that it has claimed is nobody else's before its lease is written down; 5 s to 1
   * hour.
   */
  @WithDefault("PT30S")
  Duration claimTime();

  /** How far ahead room is kept from jobs that have no end; at most 1 day. */
  @WithDefault("PT5M")
  Duration maxWaitOfServices();

  /**
   * How long after its end a job may still take to be gone, the polite signal included, before
   * nothing waits for its room any more; 1 s to 1 hour.
   */
  @WithDefault("PT30S")
  Duration maxOverdue();

  /** Until it is looked again whether there is a price for what waits for one; 1 s to 1 hour. */
  @WithDefault("PT10S")
  Duration pricePause();

  /** How many jobs that no machine is large enough for are refused in one look; 1 to 10,000. */
  @WithDefault("50")
  int maxRefusedAtOnce();
}
