package io.keelson.api.alert.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of tests of channels. */
@ConfigMapping(prefix = "keelson.alerts")
public interface ChannelTestsConfig {
  /** How many channels of a tenant are tried in a minute. */
  @WithDefault("10")
  int maxTestsPerMinute();
}
