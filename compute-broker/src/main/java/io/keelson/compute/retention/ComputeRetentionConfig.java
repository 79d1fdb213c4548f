package io.keelson.compute.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is over stays of jobs. */
@ConfigMapping(prefix = "keelson.retention")
public interface ComputeRetentionConfig {
  /** What jobs and replicas have said. */
  @WithDefault("P30D")
  Duration jobLogs();

  /** Released leases, which say where the attempts of a job ran and how each ended. */
  @WithDefault("P90D")
  Duration leases();

  /** The jobs of replicas that have ended; jobs that somebody submitted stay. */
  @WithDefault("P90D")
  Duration endedReplicas();
}
