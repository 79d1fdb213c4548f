package io.keelson.bench.live;

import io.keelson.bench.graphql.GraphqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs that log, made by the API as a customer would; they are left behind. */
final class LoggedRuns {
  private static final int MAX_POINTS = 1_000;
  private final GraphqlClient client;
  private final String experiment;

  LoggedRuns(GraphqlClient client) throws Exception {
    this.client = client;
    String slug = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    String project =
        client
            .call(
                "mutation ($i: CreateProjectInput!) { createProject(input: $i) { id } }",
                Map.of("i", Map.of("slug", slug, "name", "Benchmark of live updates")))
            .at("/createProject/id")
            .asText();
    this.experiment =
        client
            .call(
                "mutation ($i: CreateExperimentInput!) { createExperiment(input: $i) { id } }",
                Map.of("i", Map.of("projectId", project, "name", "live")))
            .at("/createExperiment/id")
            .asText();
  }

  String make() throws Exception {
    return client
        .call(
            "mutation ($i: CreateRunInput!) { createRun(input: $i) { id } }",
            Map.of("i", Map.of("experimentId", experiment)))
        .at("/createRun/id")
        .asText();
  }

  List<String> make(int runs) throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      made.add(make());
    }
    return made;
  }

  /** Points whose steps go on from {@code firstStep}, in as many calls as they need. */
  void log(String run, long firstStep, int points) throws Exception {
    for (int done = 0; done < points; done += MAX_POINTS) {
      List<Map<String, Object>> metrics = new ArrayList<>();
      for (int i = done; i < Math.min(points, done + MAX_POINTS); i++) {
        metrics.add(Map.of("key", "loss", "value", 0.5, "step", firstStep + i));
      }
      client.call(
          "mutation ($i: LogBatchInput!) { logBatch(input: $i) { id } }",
          Map.of("i", Map.of("runId", run, "metrics", metrics)));
    }
  }
}
