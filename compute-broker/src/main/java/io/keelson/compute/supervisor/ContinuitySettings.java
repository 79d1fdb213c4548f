package io.keelson.compute.supervisor;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** By what processes that stand still or go away lose nothing, and begin nothing twice. */
public interface ContinuitySettings {
  /**
   * Heartbeats of a process that are further apart have a gap between them: from there on it must
   * be heard of anew before it finds others silent; 2 s to 1 minute.
   */
  @WithDefault("PT5S")
  Duration heartbeatGap();

  /**
   * How long a queued job waits for a machine that is large enough for it and is not heard of any
   * more; at most 1 day.
   */
  @WithDefault("PT1H")
  Duration machineRemembered();

  /**
   * A job keeps its time limit by itself. One that still runs for so long after the limit and its
   * grace is ended by the process that looks after it; at most 1 day.
   */
  @WithDefault("PT5S")
  Duration limitPatience();

  /**
   * How often what is found of jobs on this machine and belongs to no lease is ended and removed,
   * when it was found twice; 1 s to 1 day.
   */
  @WithDefault("PT60S")
  Duration sweepInterval();

  /**
   * How long a machine remembers that an attempt is never to start any more, should a process thaw
   * that was about to start it; 1 hour to 366 days.
   */
  @WithDefault("P7D")
  Duration tombstonesKept();
}
