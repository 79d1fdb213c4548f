package io.keelson.api.catalog.profile;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How data sets are profiled.
 *
 * @param programFolder of the profiler, with its jars in {@code lib}
 * @param workFolder where files lie in the clear while they are profiled; other accounts must be
 *     able to pass it
 * @param timeLimit for one table
 * @param memoryBytes for DuckDB in the process; the JVM around it takes about 200 MB more
 * @param maxInputBytes of a table: a larger one is LIMITED, and its version ERRORED
 * @param account the user id that the process gets when the platform runs as root; nothing else may
 *     run as it
 */
public record ProfilerConfig(
    Path programFolder,
    Path workFolder,
    Duration timeLimit,
    long memoryBytes,
    long maxInputBytes,
    int account) {
  private static final int ACCOUNT = 60_900;

  public static ProfilerConfig defaults(Path programFolder, Path workFolder) {
    return new ProfilerConfig(
        programFolder, workFolder, Duration.ofMinutes(5), 512_000_000, 8L << 30, ACCOUNT);
  }
}
