package io.keelson.api.memory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What this process holds for those who ask it. */
@ConfigMapping(prefix = "keelson.memory")
public interface MemoryConfig {
  /**
   * Bytes that are held together of requests under way, of what operations keep of theirs, of their
   * results, and of answers that are not taken. One tenant can hold half of them. An eighth beside
   * them is for what has to be told: of mutations that have run, and of why an operation ended.
   */
  @WithDefault("134217728")
  int maxHeldBytes();
}
