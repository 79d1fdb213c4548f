package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * By which steps a candidate takes an endpoint's traffic over when nobody says otherwise.
 *
 * @param steps at most 20, with weights that rise; without any, whoever starts a rollout names
 *     them, and a deployment takes over at once
 * @param minRequests how many requests a candidate must have had in a step to pass it; those of one
 *     sticky key are one
 * @param alpha the greatest probability of rolling a candidate back that is not worse
 * @param pauseLimit how long a rollout may be PAUSED; then it is rolled back
 * @param stickyHeader the header, or metadata, whose value sends all of its requests to one
 *     revision in each step
 */
public record RolloutPolicy(
    UUID endpointId,
    List<Step> steps,
    long minRequests,
    double alpha,
    Duration pauseLimit,
    String stickyHeader,
    Actor setBy,
    OffsetDateTime setAt,
    int version) {
  public RolloutPolicy {
    steps = List.copyOf(steps);
  }

  /**
   * What is wanted.
   *
   * @param expectedVersion null where there is none yet
   * @param steps at most 20
   * @param minRequests null for 100; 1 to 1,000,000
   * @param alpha null for 0.01; 0.0001 to 0.2
   * @param pauseLimit null for an hour; a minute to 7 days
   * @param stickyHeader null for {@code x-keelson-sticky-key}; a header's name, in lower case
   */
  public record Wanted(
      UUID endpointId,
      Integer expectedVersion,
      List<Step> steps,
      Long minRequests,
      Double alpha,
      Duration pauseLimit,
      String stickyHeader) {
    /**
     * @throws Invalid naming the first field that is out of bounds
     */
    public Wanted {
      Input.present("input.endpointId", endpointId);
      Input.present("input.steps", steps);
      minRequests = minRequests == null ? RolloutBounds.DEFAULT_MIN_REQUESTS : minRequests;
      alpha = alpha == null ? RolloutBounds.DEFAULT_ALPHA : alpha;
      pauseLimit = pauseLimit == null ? RolloutBounds.DEFAULT_PAUSE_LIMIT : pauseLimit;
      stickyHeader = stickyHeader == null ? RolloutBounds.DEFAULT_STICKY_HEADER : stickyHeader;
      RolloutBounds.check(steps, 0, minRequests, alpha, pauseLimit, stickyHeader);
    }
  }
}
