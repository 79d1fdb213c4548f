package io.keelson.compute;

import java.time.Duration;

/**
 * What no operator sets and a test of a whole broker has smaller.
 *
 * @param maxLogBytes of one job's log, and of each stream of an attempt: of a task's the first, of
 *     a service's the last
 * @param holderStale a process of this machine that was not heard of for so long has lost its
 *     leases to the others there
 * @param hostLost a machine that was not heard of for so long has lost its jobs: tasks run again on
 *     another; more than {@code holderStale}
 * @param stopGrace between the polite signal to a job and its end
 * @param sweepInterval how often what is found of jobs on this machine and belongs to no lease is
 *     ended and removed, when it was found twice
 */
public record BrokerLimits(
    long maxLogBytes,
    Duration holderStale,
    Duration hostLost,
    Duration stopGrace,
    Duration sweepInterval) {
  public static final BrokerLimits STANDARD =
      new BrokerLimits(
          64 << 20,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));
}
