package io.keelson.api.graphql.live.socket;

import io.keelson.api.testing.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs to follow, made as any client makes them. */
final class Runs {
  private final Graph owner;

  Runs(Graph owner) {
    this.owner = owner;
  }

  static String follow(String run) {
    return "subscription{runMetrics(runId:\"" + run + "\"){key step cursor}}";
  }

  String make(String slug) {
    return id(
        "mutation($e:ID!){createRun(input:{experimentId:$e}){id}}",
        Map.of("e", experiment(project(slug))),
        "/createRun/id");
  }

  private String experiment(String project) {
    return id(
        "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
        Map.of("p", project),
        "/createExperiment/id");
  }

  String project(String slug) {
    return id(
        "mutation($s:String!){createProject(input:{slug:$s,name:\"Live\"}){id}}",
        Map.of("s", slug),
        "/createProject/id");
  }

  private String id(String mutation, Map<String, ?> variables, String at) {
    return owner.ask(mutation, variables).data().at(at).asText();
  }

  /** Points of one metric, their steps from {@code from} on; at most 1,000. */
  void log(String run, String key, int from, int points) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      metrics.add(Map.of("key", key, "value", 0.5, "step", from + i));
    }
    owner
        .ask(
            "mutation($i:LogBatchInput!){logBatch(input:$i){id}}",
            Map.of("i", Map.of("runId", run, "metrics", metrics)))
        .data();
  }

  /** A job with a run, in a project that is made for it; the project's id. */
  String projectWithAJob(String slug) {
    String project = project(slug);
    String experiment = experiment(project);
    id(
        "mutation($i:SubmitJobInput!){submitJob(input:$i){id}}",
        Map.of(
            "i",
            Map.of(
                "projectId",
                project,
                "experimentId",
                experiment,
                "name",
                "j",
                "command",
                List.of("true"))),
        "/submitJob/id");
    return project;
  }
}
