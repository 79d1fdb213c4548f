package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A revision that somebody approved and that fails in service: the rollout takes it back. */
final class BadRevision {
  private static final int WEIGHT = 50;

  /** So many that it cannot pass: it is found out, or the step's time ends first. */
  private static final int MIN_REQUESTS = 100_000;

  private static final String HOLD = "PT5M";

  /** From the first request that it fails until it has no traffic. */
  private static final Duration FAILING_LIMIT = Duration.ofSeconds(10);

  private static final String SEAL = "mutation ($id: ID!) { sealDatasetVersion(id: $id) { id } }";
  private static final String REVISIONS =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Endpoint { revisions { number weight status } } }
      }
      """;

  private final DemoRun run;
  private final Registry registry;
  private final Serving serving;
  private final Rollouts rollouts;

  BadRevision(DemoRun run, Registry registry, Serving serving) {
    this.run = run;
    this.registry = registry;
    this.serving = serving;
    this.rollouts = new Rollouts(run);
  }

  List<Step> steps() {
    return List.of(Step.of("roll out a bad revision", this::rollOut));
  }

  private Result rollOut() throws Exception {
    String endpoint = run.endpointId.get();
    float[][] rows = run.shiftedRows.get();
    List<JsonNode> before = serving(endpoint);
    RegisteredVersion bad = registry.approveAnother(plant(run.bestRun.get()));
    String candidate = serving.deployBeside(bad);
    run.traffic.ifKnown(Traffic::pause);
    JsonNode ended;
    Duration failing;
    try {
      String rollout = rollouts.start(candidate, WEIGHT, HOLD, MIN_REQUESTS);
      ended = rollouts.ended(rollout, "ROLLED_BACK", rows);
      failing = rollouts.awaitAnswers(rows);
    } finally {
      run.traffic.ifKnown(Traffic::goOn);
    }
    JsonNode evidence = ended.at("/evidence/edges/0/node");
    Check.equal("verdict", evidence.path("verdict").asText(), "FAIL");
    double found = evidence.path("logEvidence").asDouble();
    double limit = ended.path("logLimit").asDouble();
    Check.that(found >= limit, "evidence: %s (expected: at least %s)", found, limit);
    Check.equal("errors of the baseline", evidence.path("baselineErrors").asLong(), 0L);
    Check.that(
        failing.compareTo(FAILING_LIMIT) <= 0,
        "from its first failure until all is answered: %s (expected: at most %s)",
        failing,
        FAILING_LIMIT);
    Check.equal("what serves afterwards", serving(endpoint), before);
    return Result.of(
            "ROLLED_BACK after %s requests of version %d, %s failed; of %s the other had, none",
            evidence.path("candidateRequests").asText(),
            bad.number(),
            evidence.path("candidateErrors").asText(),
            evidence.path("baselineRequests").asText())
        .with(
            List.of(
                String.format(
                    Locale.ROOT,
                    "evidence e^%.1f, a rollback from e^%.1f on; %.1f s after its first failure all %d rows are answered again",
                    found,
                    limit,
                    failing.toMillis() / 1000.0,
                    rows.length)));
  }

  /** The revision that has the traffic. */
  private List<JsonNode> serving(String endpoint) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    run.engineer
        .call(REVISIONS, Map.of("id", endpoint))
        .at("/node/revisions")
        .forEach(
            revision -> {
              if (revision.path("weight").asInt() > 0) {
                found.add(revision);
              }
            });
    return found;
  }

  /** The good run's files but for a fault in the model, left by a job as any model is. */
  private TrainedRun plant(TrainedRun good) throws Exception {
    Artifacts artifacts = new Artifacts(run);
    DatasetUploads uploads = new DatasetUploads(run);
    String version = uploads.open("planted").path("id").asText();
    uploads.put(
        version,
        new DataFile("model.onnx", BrokenModel.of(artifacts.download(good.id(), "model.onnx"))));
    uploads.put(
        version, new DataFile("signature.json", artifacts.download(good.id(), "signature.json")));
    run.engineer.call(SEAL, Map.of("id", version));
    Jobs jobs = new Jobs(run);
    Jobs.Submitted job =
        jobs.submit(
            Map.of(
                "projectId",
                run.projectId.get(),
                "experimentId",
                run.experimentId.get(),
                "name",
                "planted",
                "command",
                List.of("sh", "-c", "cp \"$KEELSON_INPUTS\"/model/* \"$KEELSON_OUTPUTS\""),
                "inputs",
                List.of(Map.of("datasetVersionId", version, "path", "model"))));
    jobs.awaitSuccess(job);
    return new TrainedRun(job.runId(), job.id(), "planted", good.accuracy(), good.loss());
  }
}
