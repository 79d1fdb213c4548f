package io.keelson.api.alert.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what alerts leave behind stays. */
@ConfigMapping(prefix = "keelson.retention")
public interface AlertRetentionConfig {
  /** Deliveries, from their end. */
  @WithDefault("P30D")
  Duration alertDeliveries();

  /** Alerts, from their end. */
  @WithDefault("P90D")
  Duration alerts();

  /** Rules that were deleted, with their alerts. */
  @WithDefault("P1D")
  Duration deletedAlertRules();

  /** Channels that were deleted, with what was delivered to them. */
  @WithDefault("P1D")
  Duration deletedChannels();
}
