package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A rollout to start. What is null is as the endpoint's {@link RolloutPolicy} says.
 *
 * @param candidateId a revision of the endpoint that was deployed with a weight of 0, READY or on
 *     its way
 * @param steps 1 to 20, with weights that rise
 * @param minRequests 1 to 1,000,000; 100 without a policy
 * @param alpha 0.0001 to 0.2; 0.01 without a policy
 * @param pauseLimit a minute to 7 days; an hour without a policy
 * @param stickyHeader the header by whose value requests are sent to one revision; {@code
 *     x-keelson-sticky-key} without a policy
 */
public record NewRollout(
    UUID endpointId,
    UUID candidateId,
    List<Step> steps,
    Long minRequests,
    Double alpha,
    Duration pauseLimit,
    String stickyHeader) {

  /** By the endpoint's policy alone. */
  public static NewRollout byPolicy(UUID endpointId, UUID candidateId) {
    return new NewRollout(endpointId, candidateId, null, null, null, null, null);
  }

  /**
   * With what was left out.
   *
   * @throws Invalid naming the first field that is out of bounds, {@code input.steps} where neither
   *     this nor the policy has any
   */
  NewRollout filled(Optional<RolloutPolicy> policy) {
    Input.present("input.candidateId", candidateId);
    NewRollout filled =
        new NewRollout(
            endpointId,
            candidateId,
            steps != null ? steps : policy.map(RolloutPolicy::steps).orElse(List.of()),
            minRequests != null
                ? minRequests
                : policy.map(RolloutPolicy::minRequests).orElse(RolloutBounds.DEFAULT_MIN_REQUESTS),
            alpha != null
                ? alpha
                : policy.map(RolloutPolicy::alpha).orElse(RolloutBounds.DEFAULT_ALPHA),
            pauseLimit != null
                ? pauseLimit
                : policy.map(RolloutPolicy::pauseLimit).orElse(RolloutBounds.DEFAULT_PAUSE_LIMIT),
            stickyHeader != null
                ? stickyHeader
                : policy
                    .map(RolloutPolicy::stickyHeader)
                    .orElse(RolloutBounds.DEFAULT_STICKY_HEADER));
    if (steps == null && filled.steps.isEmpty()) {
      throw new Invalid("input.steps", null, "1 to 20, as the endpoint's rollout policy has none");
    }
    RolloutBounds.check(
        filled.steps, 1, filled.minRequests, filled.alpha, filled.pauseLimit, filled.stickyHeader);
    return filled;
  }
}
