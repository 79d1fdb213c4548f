package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Inference;
import io.keelson.demo.door.InferenceGraphQl;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The approved version behind an endpoint, asked about the rows that training never saw. */
final class Serving {
  private static final double TOLERANCE = 1e-5;
  private static final int BATCH_ROWS = 16;
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration ROUTE_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private static final String DEPLOY =
      """
      mutation ($input: DeployInput!) {
        deploy(input: $input) { id number status endpoint { id name } }
      }
      """;
  private static final String REVISION =
      "query ($id: ID!) { node(id: $id) { ... on Revision { status reason } } }";
  private static final String ENDPOINT =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Endpoint { version revisions { status reason } } }
      }
      """;
  private static final String STOP =
      """
      mutation ($id: ID!, $expectedVersion: Int!) {
        stopEndpoint(id: $id, expectedVersion: $expectedVersion) { id version }
      }
      """;

  private final DemoRun run;

  Serving(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("deploy, wait until READY", this::deploy),
        Step.of("download the held-out rows", this::download),
        Step.of("predict them over gRPC", () -> predict(run.grpc)),
        Step.of("predict them over REST", () -> predict(run.rest)),
        Step.of("predict some through the API, signed in", this::predictSignedIn));
  }

  List<Step> lastSteps() {
    return List.of(Step.of("stop the endpoint", this::stop));
  }

  private Result deploy() throws Exception {
    RegisteredVersion version = run.approved.get();
    JsonNode revision =
        run.engineer.mutate(
            DEPLOY,
            Map.of(
                "projectId",
                run.projectId.get(),
                "endpointName",
                run.slug,
                "modelVersionId",
                version.id(),
                "requires",
                "VALIDATED",
                "minReplicas",
                1,
                "maxReplicas",
                1));
    String endpointId = revision.path("endpoint").path("id").asText();
    run.deployedId.set(endpointId);
    awaitReady(revision.path("id").asText());
    Patience.until(
        ROUTE_LIMIT,
        "the gateway's route",
        () -> "the model is not ready there",
        () -> Optional.of(run.rest.isReady(run.slug)).filter(Boolean::booleanValue));
    run.endpointId.set(endpointId);
    return Result.of(
        "endpoint %s, revision %d is READY", run.slug, revision.path("number").asInt());
  }

  /** One more revision of the endpoint, without traffic; returns its id once it is READY. */
  String deployBeside(RegisteredVersion version) throws Exception {
    Map<String, Object> input = new HashMap<>();
    input.put("projectId", run.projectId.get());
    input.put("endpointName", run.slug);
    input.put("modelVersionId", version.id());
    input.put("expectedVersion", endpoint().path("version").asInt());
    input.put("minReplicas", 1);
    input.put("maxReplicas", 1);
    input.put("weight", 0);
    String revision = run.engineer.mutate(DEPLOY, input).path("id").asText();
    awaitReady(revision);
    return revision;
  }

  private void awaitReady(String revisionId) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    Patience.until(
        READY_LIMIT,
        "revision",
        status::get,
        () -> {
          JsonNode found = run.engineer.call(REVISION, Map.of("id", revisionId)).path("node");
          status.set(found.path("status").asText());
          Check.that(
              !Set.of("FAILED", "STOPPED").contains(status.get()),
              "%s: %s",
              status.get(),
              found.path("reason").asText());
          return Optional.of(status.get()).filter("READY"::equals);
        });
  }

  private JsonNode endpoint() throws Exception {
    return run.engineer.call(ENDPOINT, Map.of("id", run.deployedId.get())).path("node");
  }

  private Result download() throws Exception {
    TrainedRun best = run.bestRun.get();
    HeldOut heldOut = HeldOut.read(new Artifacts(run).download(best.id(), "predictions.csv"));
    double accuracy = (double) heldOut.correct() / heldOut.size();
    Check.that(
        Math.abs(accuracy - best.accuracy()) < 1e-9,
        "accuracy of predictions.csv: %s (expected: %s, as the run reported)",
        accuracy,
        best.accuracy());
    run.heldOut.set(heldOut);
    return Result.of(
        "predictions.csv: %d rows, %d right, as the run reported",
        heldOut.size(), heldOut.correct());
  }

  private Result predict(Inference door) throws Exception {
    run.endpointId.get();
    HeldOut heldOut = run.heldOut.get();
    double distance = 0;
    int requests = 0;
    for (int from = 0; from < heldOut.size(); from += BATCH_ROWS) {
      int to = Math.min(heldOut.size(), from + BATCH_ROWS);
      float[][] batch = Arrays.copyOfRange(heldOut.rows(), from, to);
      run.predictionSent();
      requests++;
      var answer = door.predict(run.slug, batch);
      Check.equal("rows answered", answer.probabilities().length, batch.length);
      distance = Math.max(distance, heldOut.distance(answer, from));
    }
    Check.that(
        distance <= TOLERANCE,
        "a probability is %.2e away from the trainer's (expected: at most %.0e)",
        distance,
        TOLERANCE);
    return Result.of(
        "%d rows in %d requests: same labels, probabilities within %.0e (largest gap %.1e)",
        heldOut.size(), requests, TOLERANCE, distance);
  }

  /** The engineer's token of the identity provider goes on to the gateway. */
  private Result predictSignedIn() throws Exception {
    String endpointId = run.endpointId.get();
    HeldOut heldOut = run.heldOut.get();
    int rows = Math.min(heldOut.size(), BATCH_ROWS);
    run.predictionSent();
    var answer =
        new InferenceGraphQl(run.engineer, endpointId)
            .predict(run.slug, Arrays.copyOf(heldOut.rows(), rows));
    Check.equal("rows answered", answer.probabilities().length, rows);
    double distance = heldOut.distance(answer, 0);
    Check.that(
        distance <= TOLERANCE,
        "a probability is %.2e away from the trainer's (expected: at most %.0e)",
        distance,
        TOLERANCE);
    return Result.of("%d rows in one request: the same again", rows);
  }

  private Result stop() throws Exception {
    int version = endpoint().path("version").asInt();
    run.engineer.call(STOP, Map.of("id", run.deployedId.get(), "expectedVersion", version));
    AtomicReference<String> statuses = new AtomicReference<>("");
    Patience.until(
        STOP_LIMIT,
        "end of the replicas",
        statuses::get,
        () -> {
          List<String> found = endpoint().path("revisions").findValuesAsText("status");
          statuses.set(String.join(", ", found));
          return Optional.of(found).filter(all -> Set.of("STOPPED", "FAILED").containsAll(all));
        });
    return Result.of("its revision is %s", statuses.get());
  }
}
