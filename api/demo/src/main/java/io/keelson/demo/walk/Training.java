package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two runs of one experiment on the shaped data that differ in their hyperparameters, and the
 * better one.
 */
final class Training {
  private static final double ENOUGH_ACCURACY = 0.90;
  private static final int FIRST_EPOCHS = 15;
  private static final int SECOND_EPOCHS = 60;
  private static final List<String> DIFFERING = List.of("epochs", "learningRate");

  private static final String CREATE_EXPERIMENT =
      "mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { id } }";
  private static final String METRICS =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Run {
          name status metrics { key value step }
          params { key value }
          datasets { id }
          series(keys: ["train.loss"]) { key points { x last } }
        } }
      }
      """;
  private static final String COMPARE =
      """
      query ($ids: [ID!]!) {
        compareRuns(ids: $ids) {
          differingParams metrics
          runs { id params { key value } metrics { key value } }
        }
      }
      """;

  private final DemoRun run;
  private final Jobs jobs;

  Training(DemoRun run) {
    this.run = run;
    this.jobs = new Jobs(run);
  }

  List<Step> steps() {
    return List.of(
        Step.of("create an experiment", this::experiment),
        Step.of("train two runs side by side", this::train),
        Step.of("compare, pick by accuracy", this::compare));
  }

  private Result experiment() throws Exception {
    JsonNode created =
        run.engineer.mutate(
            CREATE_EXPERIMENT, Map.of("projectId", run.projectId.get(), "name", "cultivar"));
    run.experimentId.set(created.path("id").asText());
    return Result.of("cultivar: which grower a wine is from");
  }

  private Result train() throws Exception {
    Jobs.Submitted first = submit("slow-and-short", 0.02, FIRST_EPOCHS);
    Jobs.Submitted second = submit("fast-and-long", 0.3, SECOND_EPOCHS);
    Jobs.Ended firstEnd = jobs.awaitSuccess(first);
    Jobs.Ended secondEnd = jobs.awaitSuccess(second);
    run.firstRun.set(trained(first, FIRST_EPOCHS));
    run.secondRun.set(trained(second, SECOND_EPOCHS));
    Check.that(
        firstEnd.overlaps(secondEnd),
        "one ran after the other: %s and %s (expected: at the same time)",
        firstEnd,
        secondEnd);
    return Result.of(
        "%d and %d epochs, at the same time, in %.1f s and %.1f s",
        FIRST_EPOCHS, SECOND_EPOCHS, firstEnd.seconds(), secondEnd.seconds());
  }

  private Jobs.Submitted submit(String name, double learningRate, int epochs) throws Exception {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("task", "CLASSIFICATION");
    parameters.put("data", "data");
    parameters.put("target", "class");
    parameters.put("learningRate", learningRate);
    parameters.put("epochs", epochs);
    parameters.put("seed", 7);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("projectId", run.projectId.get());
    input.put("experimentId", run.experimentId.get());
    input.put("name", name);
    input.put("trainer", "tabular");
    input.put("parameters", parameters);
    input.put("requires", "VALIDATED");
    input.put(
        "inputs",
        List.of(Map.of("datasetVersionId", run.shaped.get().versionId(), "path", "data")));
    return jobs.submit(input);
  }

  /** Reads what the run reported while it trained. */
  private TrainedRun trained(Jobs.Submitted job, int epochs) throws Exception {
    JsonNode found = run.engineer.call(METRICS, Map.of("id", job.runId())).path("node");
    String name = found.path("name").asText();
    Check.equal("data set of " + name, idOf(found.path("datasets")), run.shaped.get().versionId());
    Check.equal("epochs of " + name, value(found.path("params"), "epochs"), "" + epochs);
    JsonNode losses = found.path("series").path(0).path("points");
    Check.equal("points of train.loss of " + name, losses.size(), epochs);
    double begin = losses.path(0).path("last").asDouble();
    double end = losses.path(epochs - 1).path("last").asDouble();
    Check.that(end < begin, "train.loss of %s went from %s to %s", name, begin, end);
    return new TrainedRun(
        job.runId(), job.id(), name, metric(found, "test.accuracy"), metric(found, "test.loss"));
  }

  private static String idOf(JsonNode nodes) {
    return nodes.path(0).path("id").asText();
  }

  private static String value(JsonNode list, String key) {
    return Answers.with(list, "key", key).map(item -> item.path("value").asText()).orElse("none");
  }

  private static double metric(JsonNode run, String key) {
    return Answers.with(run.path("metrics"), "key", key)
        .filter(metric -> metric.path("value").isNumber())
        .map(metric -> metric.path("value").asDouble())
        .orElseThrow(() -> Check.failed("%s has no metric %s", run.path("name").asText(), key));
  }

  private Result compare() throws Exception {
    List<TrainedRun> runs = List.of(run.firstRun.get(), run.secondRun.get());
    List<String> ids = runs.stream().map(TrainedRun::id).toList();
    JsonNode comparison = run.engineer.call(COMPARE, Map.of("ids", ids)).path("compareRuns");
    Check.equal("differing", Answers.texts(comparison.path("differingParams")), DIFFERING);
    Check.equal("compared runs", comparison.path("runs").findValuesAsText("id"), ids);
    Check.that(
        Answers.texts(comparison.path("metrics")).contains("test.accuracy"),
        "the comparison lacks test.accuracy");
    TrainedRun best =
        runs.stream()
            .max(
                Comparator.comparingDouble(TrainedRun::accuracy)
                    .thenComparing(Comparator.comparingDouble(TrainedRun::loss).reversed()))
            .orElseThrow();
    Check.that(
        best.accuracy() >= ENOUGH_ACCURACY,
        "test.accuracy of the best run: %s (expected: at least %s)",
        best.accuracy(),
        ENOUGH_ACCURACY);
    run.bestRun.set(best);
    return Result.of("%s: held-out accuracy %.4f", best.name(), best.accuracy())
        .with(table(comparison.path("runs"), runs));
  }

  private static List<String> table(JsonNode compared, List<TrainedRun> runs) {
    Table table = new Table("<>>>>");
    table.row("run", "learningRate", "epochs", "test.accuracy", "test.loss");
    for (int i = 0; i < runs.size(); i++) {
      JsonNode params = compared.path(i).path("params");
      table.row(
          runs.get(i).name(),
          value(params, "learningRate"),
          value(params, "epochs"),
          String.format(Locale.ROOT, "%.4f", runs.get(i).accuracy()),
          String.format(Locale.ROOT, "%.4f", runs.get(i).loss()));
    }
    return table.lines();
  }
}
