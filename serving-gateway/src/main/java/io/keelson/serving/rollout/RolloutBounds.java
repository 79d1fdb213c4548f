package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.serving.rollout.tally.StickyKey;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be asked of a rollout, and what it is where nothing is. */
final class RolloutBounds {
  static final long DEFAULT_MIN_REQUESTS = 100;
  static final double DEFAULT_ALPHA = 0.01;
  static final Duration DEFAULT_PAUSE_LIMIT = Duration.ofHours(1);
  static final String DEFAULT_STICKY_HEADER = StickyKey.HEADER;

  /** Of all extensions together, from when the pause began. */
  static final Duration LONGEST_PAUSE = Duration.ofDays(14);

  private static final int MAX_STEPS = 20;
  private static final int MAX_WEIGHT = 99;
  private static final long MAX_MIN_REQUESTS = 1_000_000;
  private static final double MIN_ALPHA = 0.0001;
  private static final double MAX_ALPHA = 0.2;
  private static final Duration MIN_HOLD = Duration.ofSeconds(1);
  private static final Duration MIN_PAUSE = Duration.ofMinutes(1);
  private static final Duration MIN_EXTENSION = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Pattern HEADER = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?");

  /**
   * The same for all callers of an endpoint, or for all requests of a client library or through a
   * proxy: by these, a step of one percent would send everything to one side.
   */
  private static final Set<String> SAME_FOR_ALL =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "authority",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "grpc-accept-encoding",
          "grpc-encoding",
          "grpc-timeout",
          "host",
          "origin",
          "te",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  private RolloutBounds() {}

  /**
   * @throws Invalid naming the first field that is out of bounds
   */
  static void check(
      List<Step> steps,
      int leastSteps,
      long minRequests,
      double alpha,
      Duration pauseLimit,
      String stickyHeader) {
    Input.size("input.steps", steps, leastSteps, MAX_STEPS);
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
    if (SAME_FOR_ALL.contains(stickyHeader)) {
      throw new Invalid(
          "input.stickyHeader", stickyHeader, "a header whose value tells callers apart");
    }
    if (!HEADER.matcher(stickyHeader).matches()) {
      throw new Invalid(
          "input.stickyHeader",
          stickyHeader,
          "the name of a header in lower case, at most 100 letters, digits, dots, hyphens and"
              + " underscores");
    }
  }

  /**
   * @throws Invalid unless a pause may be extended by this at once
   */
  static void checkExtension(Duration by) {
    within("input.by", by, MIN_EXTENSION);
  }

  private static void within(String field, Duration value, Duration least) {
    Input.present(field, value);
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new Invalid(field, value, least + " to " + LONGEST);
    }
  }
}
