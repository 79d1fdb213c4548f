package io.keelson.api.graphql.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The bound of searches. */
@ConfigMapping(prefix = "keelson.search")
public interface SearchConfig {
  /** Searches of one process at one time; a tenant has a fair share of them, at most half. */
  @WithDefault("16")
  int maxAtOnce();
}
