package io.keelson.api.retraining.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what policies did stays. */
@ConfigMapping(prefix = "keelson.retention")
public interface RetrainingRetentionConfig {
  /** Runs of retraining policies, from their end. */
  @WithDefault("P400D")
  Duration retrainingRuns();
}
