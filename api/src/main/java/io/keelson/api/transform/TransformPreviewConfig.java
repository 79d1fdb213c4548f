package io.keelson.api.transform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be set of previews. */
@ConfigMapping(prefix = "keelson.previews")
public interface TransformPreviewConfig {
  /** How many previews of a tenant are under way at once; one more is refused. */
  @WithDefault("5")
  int maxUnderWay();
}
