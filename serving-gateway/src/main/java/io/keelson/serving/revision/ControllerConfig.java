package io.keelson.serving.revision;

import java.time.Duration;

/**
 * How patiently revisions are brought to where they should be.
 *
 * @param pollInterval how often to look without being woken
 * @param loadingCheck between two looks at a revision that loads or drains
 * @param readyCheck between two looks at a READY one
 * @param probeTimeout how long a replica may take to say whether its model is loaded
 * @param missedProbes after so many unanswered in a row a ready replica is replaced
 * @param loadTimeout how long a replica may take to become ready
 * @param loadRestarts replicas replaced while a revision loads; one more fails it
 * @param readyRestarts replicas replaced in a READY revision that was not stable in between; one
 *     more fails it
 * @param stableAfter how long without a restart until earlier ones are forgotten
 * @param firstBackoff before the first restart; doubles with each
 * @param maxBackoff before any restart
 * @param drainSettle how long data planes may take to learn that a revision drains
 * @param drainTimeout how long requests in flight may hold up the end of a draining revision
 */
public record ControllerConfig(
    Duration pollInterval,
    Duration loadingCheck,
    Duration readyCheck,
    Duration probeTimeout,
    int missedProbes,
    Duration loadTimeout,
    int loadRestarts,
    int readyRestarts,
    Duration stableAfter,
    Duration firstBackoff,
    Duration maxBackoff,
    Duration drainSettle,
    Duration drainTimeout) {

  public static ControllerConfig defaults() {
    return new ControllerConfig(
        Duration.ofSeconds(1),
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        3,
        Duration.ofMinutes(5),
        2,
        5,
        Duration.ofMinutes(10),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }

  /** How long to wait before the next restart when there were {@code restarts} before. */
  Duration backoff(int restarts) {
    Duration wanted = firstBackoff.multipliedBy(1L << Math.min(restarts, 20));
    return wanted.compareTo(maxBackoff) > 0 ? maxBackoff : wanted;
  }
}
