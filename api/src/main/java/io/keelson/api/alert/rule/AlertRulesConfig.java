package io.keelson.api.alert.rule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What may be set of the rules of alerts. */
@ConfigMapping(prefix = "keelson.alerts")
public interface AlertRulesConfig {
  /** How often each rule is looked at: 1 second to 1 hour, in whole seconds. */
  @WithDefault("PT1M")
  Duration lookInterval();
}
