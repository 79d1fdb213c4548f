package io.keelson.compute.supervisor;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs that run are looked after. */
public interface WatchSettings {
  /** How often each is looked at; 10 ms to 10 s. */
  @WithDefault("PT0.25S")
  Duration pace();

  /** Until a look that has failed is repeated; 100 ms to 1 minute. */
  @WithDefault("PT1S")
  Duration retryPause();

  /**
   * Until it is tried again to store a log or record a use that could not be, at the longest: each
   * pause is twice the last; not less than {@link #pace}, at most 1 hour.
   */
  @WithDefault("PT10S")
  Duration maxRetryPause();

  /** How long the end of a job waits for its log and its last use; at most 1 minute. */
  @WithDefault("PT3S")
  Duration endPatience();

  /** How often it is told that processes are not gone yet; 1 s to 1 day. */
  @WithDefault("PT30S")
  Duration complaintInterval();

  /**
   * How long a lease that this process has just written down is left to the thread that did; 5 s to
   * 1 hour.
   */
  @WithDefault("PT30S")
  Duration handOverTime();

  /** How often it is looked for machines that are silent; 1 s to 1 hour. */
  @WithDefault("PT10S")
  Duration roundInterval();
}
