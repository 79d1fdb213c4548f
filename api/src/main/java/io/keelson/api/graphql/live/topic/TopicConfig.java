package io.keelson.api.graphql.live.topic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what is followed over sockets is read. */
@ConfigMapping(prefix = "keelson.live")
public interface TopicConfig {
  /** How often a topic is read although nothing has signalled that there is something new. */
  @WithDefault("30S")
  Duration safetyPoll();
}
