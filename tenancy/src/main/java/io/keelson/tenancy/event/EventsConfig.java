package io.keelson.tenancy.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of the delivery of events. */
@ConfigMapping(prefix = "keelson.events")
public interface EventsConfig {
  /** How often a handler may fail on an event before it becomes a dead letter. */
  @WithDefault("20")
  int maxAttempts();
}
