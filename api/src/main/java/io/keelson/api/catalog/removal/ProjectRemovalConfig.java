package io.keelson.api.catalog.removal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How projects are removed. */
@ConfigMapping(prefix = "keelson.project-removal")
public interface ProjectRemovalConfig {
  /**
   * How long nothing of a project must have gone on before its rows go. Longer than gateways take
   * to bill the last requests of revisions that have ended, which is some six seconds.
   */
  @WithDefault("20S")
  Duration quiet();
}
