package io.keelson.api.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what people are told stays. */
@ConfigMapping(prefix = "keelson.retention")
public interface InboxRetentionConfig {
  /** Threads of inboxes, from their latest event. */
  @WithDefault("P90D")
  Duration inboxThreads();

  /** Comments that are deleted: that there was one is seen so long. */
  @WithDefault("P30D")
  Duration deletedComments();
}
