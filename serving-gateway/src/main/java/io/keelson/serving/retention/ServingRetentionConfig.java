package io.keelson.serving.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is over stays of endpoints. */
@ConfigMapping(prefix = "keelson.retention")
public interface ServingRetentionConfig {
  /** What the console draws of requests; the bill goes by the ledger. */
  @WithDefault("P30D")
  Duration traffic();

  /**
   * Labels whose prediction has not come, or whose window is not frozen. Longer than any horizon.
   */
  @WithDefault("P90D")
  Duration labels();

  /** How well endpoints did. */
  @WithDefault("P400D")
  Duration quality();

  /** Whether what endpoints were asked looked like what their models were trained on. */
  @WithDefault("P90D")
  Duration drift();

  /** Rollouts that have ended, with what they were judged by. */
  @WithDefault("P400D")
  Duration endedRollouts();

  /** Replicas that have ended. */
  @WithDefault("P90D")
  Duration endedReplicas();

  /**
   * How far the requests of a gateway process are on the ledger, where it did not remove that
   * itself when it ended. Longer than any process lives.
   */
  @WithDefault("P400D")
  Duration billingCursors();
}
