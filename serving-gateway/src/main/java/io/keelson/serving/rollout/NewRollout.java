package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A rollout to start.
 *
 * @param candidateId a revision of the endpoint that was deployed with a weight of 0, READY or on
 *     its way
 * @param steps 1 to 20, with weights that rise
 * @param minRequests null for 100; 1 to 1,000,000
 * @param alpha null for 0.01; 0.0001 to 0.2
 * @param pauseLimit null for an hour; a minute to 7 days
 */
public record NewRollout(
    UUID endpointId,
    UUID candidateId,
    List<Step> steps,
    Long minRequests,
    Double alpha,
    Duration pauseLimit) {
  public static final int MAX_STEPS = 20;
  public static final long DEFAULT_MIN_REQUESTS = 100;
  public static final double DEFAULT_ALPHA = 0.01;
  public static final Duration DEFAULT_PAUSE_LIMIT = Duration.ofHours(1);
  private static final int MAX_WEIGHT = 99;
  private static final long MAX_MIN_REQUESTS = 1_000_000;
  private static final double MIN_ALPHA = 0.0001;
  private static final double MAX_ALPHA = 0.2;
  private static final Duration MIN_HOLD = Duration.ofSeconds(1);
  private static final Duration MIN_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  public NewRollout {
    minRequests = minRequests == null ? DEFAULT_MIN_REQUESTS : minRequests;
    alpha = alpha == null ? DEFAULT_ALPHA : alpha;
    pauseLimit = pauseLimit == null ? DEFAULT_PAUSE_LIMIT : pauseLimit;
  }

  /**
   * @throws Invalid naming the first field that is out of bounds
   */
  void check() {
    Input.present("input.candidateId", candidateId);
    Input.size("input.steps", steps, 1, MAX_STEPS);
    int before = 0;
    for (Step step : steps) {
      Input.present("input.steps", step);
      Input.range("input.steps.weight", step.weight(), 1, MAX_WEIGHT);
      if (step.weight() <= before) {
        throw new Invalid("input.steps.weight", step.weight(), "more than " + before);
      }
      before = step.weight();
      within("input.steps.hold", step.hold(), MIN_HOLD);
    }
    Input.range("input.minRequests", minRequests, 1, MAX_MIN_REQUESTS);
    if (!(alpha >= MIN_ALPHA && alpha <= MAX_ALPHA)) {
      throw new Invalid("input.alpha", alpha, MIN_ALPHA + " to " + MAX_ALPHA);
    }
    within("input.pauseLimit", pauseLimit, MIN_PAUSE);
  }

  private static void within(String field, Duration value, Duration least) {
    Input.present(field, value);
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new Invalid(field, value, least + " to " + LONGEST);
    }
  }
}
