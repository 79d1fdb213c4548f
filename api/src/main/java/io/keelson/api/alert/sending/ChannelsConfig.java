package io.keelson.api.alert.sending;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of the channels of alerts. */
@ConfigMapping(prefix = "keelson.alerts")
public interface ChannelsConfig {
  /**
   * Whether channels may lead into private networks, to this machine, or go without TLS, such as in
   * local development: then a tenant can have the platform call addresses that strangers do not
   * reach.
   */
  @WithDefault("false")
  boolean privateAddresses();
}
