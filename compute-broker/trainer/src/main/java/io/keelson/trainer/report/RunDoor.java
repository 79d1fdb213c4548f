package io.keelson.trainer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.trainer.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run's door at the platform's public GraphQL API. A call that fails for a while is tried again
 * with growing pauses and the same idempotency key, so that a lost answer does not log twice.
 */
final class RunDoor {
  record Metric(String key, double value, long step) {}

  private static final String LOG_BATCH =
      "mutation($input: LogBatchInput!) { logBatch(input: $input) { id } }";
  private static final Set<String> PASSING_CODES = Set.of("UNAVAILABLE", "RATE_LIMITED");
  private static final Set<Integer> PASSING_STATUSES = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;
  private static final long MAX_ANSWER_BYTES = 1 << 20;
  private static final int MAX_SHOWN_CHARS = 300;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CALL_TIMEOUT)
          .build();
  private final HttpRequest.Builder request;
  private final String runId;
  private final Duration patience;

  /**
   * @param patience how long one batch is tried before the training fails
   */
  RunDoor(URI graphql, Map<String, String> headers, String runId, Duration patience) {
    this.request = HttpRequest.newBuilder(graphql).timeout(CALL_TIMEOUT);
    headers.forEach(request::setHeader);
    this.runId = runId;
    this.patience = patience;
  }

  /**
   * Blocks until the platform has taken the batch.
   *
   * @throws ReportFailed when the platform refuses it, or is not reached within the patience
   */
  void logBatch(
      List<Metric> metrics,
      Map<String, String> parameters,
      Map<String, String> tags,
      String idempotencyKey)
      throws ReportFailed, InterruptedException {
    HttpRequest call =
        request
            .copy()
            .setHeader("Content-Type", "application/json")
            .setHeader("Accept", "application/json")
            .setHeader("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body(metrics, parameters, tags)))
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    long pauseMs = FIRST_PAUSE_MS;
    while (true) {
      String trouble = attempt(call);
      if (trouble == null) {
        return;
      }
      if (System.nanoTime() + pauseMs * 1_000_000 > deadline) {
        throw new ReportFailed(
            "the platform's API did not take the run's metrics for "
                + patience.toSeconds()
                + " s: "
                + trouble);
      }
      Thread.sleep(pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }

  /** Null when the batch was taken, else why it may be tried again. */
  private String attempt(HttpRequest call) throws ReportFailed, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(call, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES));
    } catch (IOException e) {
      return "no answer ("
          + e.getClass().getSimpleName()
          + (e.getMessage() == null ? "" : ": " + e.getMessage())
          + ")";
    }
    JsonNode json = json(answer.body());
    JsonNode error = json.path("errors").path(0);
    if (error.isObject()) {
      String code = error.path("extensions").path("code").asText("");
      String said = "logBatch: " + code + ": " + shown(error.path("message").asText());
      if (PASSING_CODES.contains(code)) {
        return said;
      }
      throw new ReportFailed("the platform's API refused the run's metrics: " + said);
    }
    if (answer.statusCode() == 200 && json.path("data").path("logBatch").isObject()) {
      return null;
    }
    String said = "HTTP " + answer.statusCode() + " " + shown(answer.body());
    if (PASSING_STATUSES.contains(answer.statusCode())) {
      return said;
    }
    throw new ReportFailed("the platform's API refused the run's metrics: " + said);
  }

  private String body(
      List<Metric> metrics, Map<String, String> parameters, Map<String, String> tags) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("query", LOG_BATCH);
    ObjectNode input = body.putObject("variables").putObject("input").put("runId", runId);
    ArrayNode metricList = input.putArray("metrics");
    metrics.forEach(
        m ->
            metricList
                .addObject()
                .put("key", m.key())
                .put("value", m.value())
                .put("step", m.step()));
    put(input.putArray("params"), parameters);
    put(input.putArray("tags"), tags);
    return body.toString();
  }

  private static void put(ArrayNode list, Map<String, String> values) {
    values.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
