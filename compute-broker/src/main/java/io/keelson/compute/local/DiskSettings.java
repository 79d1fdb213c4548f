package io.keelson.compute.local;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** How it is looked what a job holds on disk, and what is kept there of inputs and free. */
public interface DiskSettings {
  /** How often, where the file system does not lose room faster; 1 s to 1 hour. */
  @WithDefault("PT5S")
  Duration interval();

  /** How long a look may take before it counts as failed; 1 s to 10 minutes. */
  @WithDefault("PT15S")
  Duration patience();

  /** Files and folders that one job may have; 1,000 or more. */
  @WithDefault("200000")
  int maxFiles();

  /** Files that all processes of one job may have open or mapped together; 1,000 or more. */
  @WithDefault("2000000")
  int maxOpen();

  /**
   * What is kept free for the platform on the file system of the jobs' folders, in bytes: while
   * less is, the machine takes no further job; 0 or more.
   */
  @WithDefault("1073741824")
  long freeBytes();

  /**
   * What is kept there for each task that runs, in bytes; 0 or more, and no more than {@code
   * max-disk-bytes} counts. A task that does not find it free waits. One may write more, up to its
   * limit, as long as there is more.
   */
  @WithDefault("536870912")
  long taskBytes();

  /** The same for each replica. */
  @WithDefault("67108864")
  long replicaBytes();

  /**
   * Whether each job has a file system of its own, of {@code max-disk-bytes} and {@code max-files},
   * which ends what it writes by itself; where root has started the platform and the machine can
   * mount files. Else it is looked what a job holds.
   */
  @WithDefault("false")
  boolean ownFileSystems();

  /**
   * Of inputs that jobs have read, for the next that read the same, in bytes; 0 or more; where it
   * is not set 10 GiB, and no more than a tenth of the file system. What running jobs read counts,
   * and stays.
   */
  OptionalLong inputCacheBytes();

  /** How long an input that no job reads is kept; 1 minute to 366 days. */
  @WithDefault("P1D")
  Duration inputCacheAge();
}
