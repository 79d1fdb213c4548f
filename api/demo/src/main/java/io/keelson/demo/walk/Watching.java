package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What the endpoint answers is kept, and held against the truth once that is known. */
final class Watching {
  private static final Duration KEPT_LIMIT = Duration.ofSeconds(20);
  private static final Duration QUALITY_LIMIT = Duration.ofSeconds(40);

  private static final String SET_CAPTURE =
      """
      mutation ($input: SetCaptureInput!) { setCapture(input: $input) { id capture { share } } }
      """;
  private static final String SET_QUALITY =
      """
      mutation ($input: SetQualityInput!) { setQuality(input: $input) { id qualityRule { measure } } }
      """;
  private static final String LOG_LABELS =
      "mutation ($input: LogLabelsInput!) { logLabels(input: $input) { labels } }";
  private static final String CAPTURE =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Endpoint { capture { kept dropped { total } dataset { name } } } }
      }
      """;
  private static final String QUALITY =
      """
      query ($id: ID!, $period: PeriodInput!) {
        node(id: $id) { ... on Endpoint {
          quality(period: $period) { predictions labels value low high }
        } }
      }
      """;
  private final DemoRun run;

  Watching(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(Step.of("keep requests, join late labels", this::labels));
  }

  private Result labels() throws Exception {
    String endpoint = run.endpointId.get();
    HeldOut heldOut = run.heldOut.get();
    Instant begin = run.clock.instant();
    run.engineer.mutate(SET_CAPTURE, Map.of("endpointId", endpoint, "share", 1));
    run.engineer.mutate(
        SET_QUALITY,
        Map.of(
            "endpointId",
            endpoint,
            "output",
            "label",
            "measure",
            "ACCURACY",
            "window",
            "PT1M",
            "horizon",
            "PT1H"));
    awaitCapture(endpoint, heldOut);
    List<Map<String, Object>> labels = new ArrayList<>();
    for (int row = 0; row < heldOut.size(); row++) {
      String id = run.slug + "-row-" + row;
      run.predictionSent();
      run.rest.predict(run.slug, id, Arrays.copyOfRange(heldOut.rows(), row, row + 1));
      int truth = heldOut.labels().indexOf(heldOut.expected().get(row));
      labels.add(Map.of("inferenceId", id, "value", Integer.toString(truth)));
    }
    JsonNode logged =
        run.engineer.mutate(LOG_LABELS, Map.of("endpointId", endpoint, "labels", labels));
    Check.equal("labels logged", logged.path("labels").asInt(), heldOut.size());
    Measured measured = awaitQuality(endpoint, begin, heldOut.size());
    double expected = (double) heldOut.correct() / heldOut.size();
    Check.that(
        Math.abs(measured.right() - heldOut.correct()) < 1e-6,
        "right of %d: %s (expected: %d, as the run reported)",
        heldOut.size(),
        measured.right(),
        heldOut.correct());
    JsonNode capture = run.engineer.call(CAPTURE, Map.of("id", endpoint)).at("/node/capture");
    Check.equal("dropped", capture.path("dropped").path("total").asLong(), 0L);
    return Result.of(
        "%d labels joined: accuracy %.4f, as the run reported; %d requests kept in %s",
        heldOut.size(),
        expected,
        capture.path("kept").asLong(),
        capture.path("dataset").path("name").asText());
  }

  /** The gateways take the rule over within a second or two. */
  private void awaitCapture(String endpoint, HeldOut heldOut) throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    Patience.until(
        KEPT_LIMIT,
        "first request that is kept",
        seen::get,
        () -> {
          run.predictionSent();
          run.rest.predict(run.slug, Arrays.copyOf(heldOut.rows(), 1));
          JsonNode capture = run.engineer.call(CAPTURE, Map.of("id", endpoint)).at("/node/capture");
          seen.set(capture.toString());
          return Optional.of(capture).filter(found -> found.path("kept").asLong() > 0);
        });
  }

  private record Measured(long labels, double right) {}

  private Measured awaitQuality(String endpoint, Instant begin, int labels) throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    Map<String, Object> period =
        Map.of(
            "from",
            begin.minus(Duration.ofMinutes(2)).toString(),
            "to",
            begin.plus(Duration.ofMinutes(30)).toString());
    return Patience.until(
        QUALITY_LIMIT,
        "quality",
        seen::get,
        () -> {
          JsonNode windows =
              run.engineer
                  .call(QUALITY, Map.of("id", endpoint, "period", period))
                  .at("/node/quality");
          seen.set(windows.toString());
          long found = 0;
          double right = 0;
          for (JsonNode window : windows) {
            found += window.path("labels").asLong();
            right += window.path("labels").asLong() * window.path("value").asDouble();
          }
          return Optional.of(new Measured(found, right)).filter(sum -> sum.labels() == labels);
        });
  }
}
