package io.keelson.serving.rollout;

import io.keelson.tenancy.access.Actor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A candidate takes an endpoint's traffic over, step by step.
 *
 * @param minRequests how many requests the candidate must have had in a step to pass it; those of
 *     one sticky key are one
 * @param alpha the greatest probability of rolling back, or pausing for its refusals, a candidate
 *     that is not worse
 * @param pauseLimit how long it may be PAUSED; then it is rolled back
 * @param stickyHeader the header by whose value requests are sent to one revision
 * @param step which of the steps it is in, from 1; 0 while PENDING
 * @param stepSince when that began; null while PENDING
 * @param pausedSince null unless PAUSED
 * @param pausedUntil when it is rolled back unless somebody decides; null unless PAUSED
 * @param pause null unless PAUSED
 * @param refusalsKnown whether somebody has resumed it although it refuses more often: they pause
 *     it no more
 * @param reason why it was ROLLED_BACK; null for any other
 */
public record Rollout(
    UUID id,
    UUID endpointId,
    UUID projectId,
    UUID baselineId,
    UUID candidateId,
    RolloutStatus status,
    List<Step> steps,
    long minRequests,
    double alpha,
    Duration pauseLimit,
    String stickyHeader,
    int step,
    OffsetDateTime stepSince,
    OffsetDateTime pausedSince,
    OffsetDateTime pausedUntil,
    RolloutPause pause,
    boolean refusalsKnown,
    String reason,
    Actor createdBy,
    OffsetDateTime createdAt,
    OffsetDateTime endedAt,
    int version) {

  /**
   * A share of the traffic for a while.
   *
   * @param weight the candidate's percentage, 1 to 99
   * @param hold how long at least
   */
  public record Step(int weight, Duration hold) {}

  public Rollout {
    steps = List.copyOf(steps);
  }

  /** The one that it is in. */
  public Step current() {
    return steps.get(step - 1);
  }

  boolean isInLastStep() {
    return step == steps.size();
  }
}
