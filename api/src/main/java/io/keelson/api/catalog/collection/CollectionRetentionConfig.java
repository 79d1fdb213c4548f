package io.keelson.api.catalog.collection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long it is known what was collected. */
@ConfigMapping(prefix = "keelson.retention")
public interface CollectionRetentionConfig {
  /** An event that comes again within this time is known; one that comes later is a new one. */
  @WithDefault("P7D")
  Duration collectedKeys();

  /** Collectors that were deleted, once all that they had taken is sealed. */
  @WithDefault("P1D")
  Duration deletedCollectors();
}
