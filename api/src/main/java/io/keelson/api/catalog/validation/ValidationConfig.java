package io.keelson.api.catalog.validation;

import io.keelson.compute.job.Resources;
import java.time.Duration;

/**
 * The bounds of a job that validates.
 *
 * @param resources what the job holds: the engine's memory, some 200 MB of the JVM around it and
 *     some 100 MB of the program
 * @param engineBytes memory of the engine for one table
 * @param tableLimit how long one table may take
 * @param turn after so long a job begins no further table, and the next one goes on with them
 * @param maxInputBytes of a job's tables together, and so of one table: a larger one is LIMITED,
 *     and its version ERRORED
 */
public record ValidationConfig(
    Resources resources, long engineBytes, Duration tableLimit, Duration turn, long maxInputBytes) {
  private static final Duration START_AND_END = Duration.ofMinutes(1);

  public static ValidationConfig defaults() {
    return new ValidationConfig(
        new Resources(1, 1L << 30),
        512_000_000,
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        8L << 30);
  }

  /** A job that keeps its turn ends by itself before. */
  Duration jobLimit() {
    return turn.plus(tableLimit).plus(START_AND_END);
  }
}
