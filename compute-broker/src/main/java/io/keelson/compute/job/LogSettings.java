package io.keelson.compute.job;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what jobs say comes to the object store. */
public interface LogSettings {
  /** How long what was said waits for more before it is stored; 100 ms to 1 minute. */
  @WithDefault("PT1S")
  Duration chunkWait();

  /**
   * How long it does when the job goes on talking; not less than {@link #chunkWait}, at most 1
   * minute.
   */
  @WithDefault("PT5S")
  Duration maxChunkWait();

  /**
   * What is stored as one object at most, in bytes, at once or when smaller ones are put together;
   * 16,384 to 4,194,304.
   */
  @WithDefault("1048576")
  int chunkBytes();

  /**
   * What is stored of one service's log in a second, in bytes, over time: of one that says more
   * some is left out, and a line says so; 1,024 or more.
   */
  @WithDefault("262144")
  long serviceBytesPerS();

  /** Until a service whose log found no room in its tenant's quota is heard again; 1 s to 1 day. */
  @WithDefault("PT1M")
  Duration roomPause();
}
