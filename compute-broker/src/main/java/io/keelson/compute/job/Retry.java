package io.keelson.compute.job;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How often a task is tried again after ends of one cause.
 *
 * @param cause one that {@linkplain EndCause#isRetriable() can be} tried again
 * @param most how often, 0 to 20; 0 for never
 * @param firstPause before the first time, 1 second to 1 hour, to the second; each further pause is
 *     twice as long as the one before, up to an hour
 */
public record Retry(EndCause cause, int most, Duration firstPause) {
  private static final int MOST = 20;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration USUAL_PAUSE = Duration.ofSeconds(10);

  public Retry {
    Input.present("retries.cause", cause);
    if (!cause.isRetriable()) {
      throw new Invalid("retries.cause", cause, "EXIT, OUT_OF_MEMORY, DISK_FULL or MACHINE_LOST");
    }
    Input.range("retries.most", most, 0, MOST);
    firstPause = firstPause == null ? USUAL_PAUSE : firstPause;
    if (firstPause.compareTo(SHORTEST_PAUSE) < 0 || firstPause.compareTo(LONGEST_PAUSE) > 0) {
      throw new Invalid("retries.firstPause", firstPause, "1 second to 1 hour");
    }
    firstPause = Duration.ofSeconds(firstPause.toSeconds());
  }

  /**
   * The pause before it is tried again.
   *
   * @param time the how manieth time that is, from 1
   */
  public Duration pause(int time) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(time - 1, MOST));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Each cause once. */
  static List<Retry> checked(List<Retry> retries) {
    Set<EndCause> causes = EnumSet.noneOf(EndCause.class);
    for (Retry retry : retries) {
      Input.present("retries", retry);
      if (!causes.add(retry.cause())) {
        throw new Invalid("retries.cause", retry.cause(), "each cause once");
      }
    }
    return List.copyOf(retries);
  }

  static JsonArray json(List<Retry> retries) {
    JsonArray json = new JsonArray();
    retries.forEach(
        retry ->
            json.add(
                new JsonObject()
                    .put("cause", retry.cause().name())
                    .put("most", retry.most())
                    .put("firstPauseSeconds", retry.firstPause().toSeconds())));
    return json;
  }

  static List<Retry> of(JsonArray json) {
    return json.stream()
        .map(JsonObject.class::cast)
        .map(
            one ->
                new Retry(
                    EndCause.valueOf(one.getString("cause")),
                    one.getInteger("most"),
                    Duration.ofSeconds(one.getLong("firstPauseSeconds"))))
        .toList();
  }
}
