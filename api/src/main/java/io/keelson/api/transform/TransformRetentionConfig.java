package io.keelson.api.transform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what transforms leave behind stays. */
@ConfigMapping(prefix = "keelson.retention")
public interface TransformRetentionConfig {
  /** Previews, from their beginning: they are looked at once. */
  @WithDefault("PT24H")
  Duration transformPreviews();
}
