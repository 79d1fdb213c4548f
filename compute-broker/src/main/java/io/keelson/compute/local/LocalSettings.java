package io.keelson.compute.local;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs run as processes of this machine. */
public interface LocalSettings {
  /** How long a job's wrapper may take to begin before the job is tried again; 1 s to 1 hour. */
  @WithDefault("PT30S")
  Duration startPatience();

  /** How long a wrapper is given to write down how its job ended; 1 s to 1 hour. */
  @WithDefault("PT15S")
  Duration wrapperPatience();

  /** Files that a process of a job may have open; 64 to 1,048,576. */
  @WithDefault("4096")
  int maxOpenFiles();

  /** Connections that one job may have to the platform at once; 1 to 1,024. */
  @WithDefault("32")
  int maxDoorConnections();
}
