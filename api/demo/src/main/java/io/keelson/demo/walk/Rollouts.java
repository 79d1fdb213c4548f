package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Refused;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Rollouts at the endpoint, with requests of which each is a row. */
final class Rollouts {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration ROUTE_LIMIT = Duration.ofSeconds(10);
  private static final int REQUESTS_BETWEEN_LOOKS = 40;

  private static final String ENDPOINT_VERSION =
      "query ($id: ID!) { node(id: $id) { ... on Endpoint { version } } }";
  private static final String START =
      """
      mutation ($input: StartRolloutInput!) { startRollout(input: $input) { id status } }
      """;
  private static final String ROLLOUT =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Rollout {
          status reason logLimit candidate { number }
          steps { candidateRequests candidateErrors baselineRequests baselineErrors }
          evidence(first: 1) { edges { node {
            verdict logEvidence candidateRequests candidateErrors baselineRequests baselineErrors
          } } }
        } }
      }
      """;

  private final DemoRun run;

  /** By {@link System#nanoTime}; 0 as long as no request has failed. */
  private long firstFailure;

  Rollouts(DemoRun run) {
    this.run = run;
  }

  /**
   * Starts one of a single step.
   *
   * @param weight the candidate's percentage of the traffic
   * @param hold how long the step lasts at least, as ISO 8601 has it
   * @param minRequests which the candidate must have had by then
   * @return its id
   */
  String start(String candidateId, int weight, String hold, int minRequests) throws Exception {
    String endpoint = run.endpointId.get();
    int version =
        run.engineer.call(ENDPOINT_VERSION, Map.of("id", endpoint)).at("/node/version").asInt();
    Map<String, Object> input = new HashMap<>();
    input.put("endpointId", endpoint);
    input.put("candidateId", candidateId);
    input.put("expectedVersion", version);
    input.put("minRequests", minRequests);
    input.put("steps", List.of(Map.of("weight", weight, "hold", hold)));
    return run.engineer.mutate(START, input).path("id").asText();
  }

  /** How it stands now. */
  JsonNode read(String id) throws Exception {
    return run.engineer.call(ROLLOUT, Map.of("id", id)).path("node");
  }

  /**
   * Asks about the rows, one in each request, until the rollout is over.
   *
   * @throws io.keelson.demo.step.CheckFailed when it ends otherwise than wanted
   */
  JsonNode ended(String id, String wanted, float[][] rows) throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    int[] next = new int[1];
    return Patience.until(
        LIMIT,
        "end of the rollout",
        seen::get,
        () -> {
          for (int i = 0; i < REQUESTS_BETWEEN_LOOKS; i++) {
            ask(rows[next[0]++ % rows.length]);
          }
          JsonNode found = read(id);
          seen.set(found.toString());
          String status = found.path("status").asText();
          boolean isOver = List.of("PROMOTED", "ROLLED_BACK").contains(status);
          Check.that(
              !isOver || status.equals(wanted),
              "%s: %s (expected: %s)",
              status,
              found.path("reason").asText(),
              wanted);
          return Optional.of(found).filter(of -> isOver);
        });
  }

  /**
   * Waits until each of the rows is answered: gateways hear of a rollback within a second.
   *
   * @return since the first request that failed
   */
  Duration awaitAnswers(float[][] rows) throws Exception {
    Patience.until(
        ROUTE_LIMIT,
        "answers to all rows",
        () -> "some fail",
        () -> Optional.of(areAnswered(rows)).filter(Boolean::booleanValue));
    return firstFailure == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - firstFailure);
  }

  private boolean areAnswered(float[][] rows) throws Exception {
    for (float[] row : rows) {
      if (!ask(row)) {
        return false;
      }
    }
    return true;
  }

  /** False for what failed: that is the rollout's to count, and on nobody's bill. */
  private boolean ask(float[] row) throws Exception {
    try {
      run.rest.predict(run.slug, new float[][] {row});
      run.predictionSent();
      return true;
    } catch (Refused e) {
      Check.that(e.isOfServer(), "%s", e.getMessage());
      firstFailure = firstFailure == 0 ? System.nanoTime() : firstFailure;
      return false;
    }
  }
}
