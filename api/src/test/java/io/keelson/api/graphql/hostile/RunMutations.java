package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of experiments, runs and jobs. */
final class RunMutations {
  private RunMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createExperiment",
            "CreateExperimentInput",
            Map.of("projectId", known.get("project"), "name", "fresh"),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "createRun",
            "CreateRunInput",
            Map.of("experimentId", known.get("experiment")),
            List.of("experimentId"),
            List.of("name"),
            List.of("experimentId")),
        new WithInput(
            "logBatch",
            "LogBatchInput",
            Map.of("runId", known.get("run")),
            List.of("runId"),
            List.of(),
            List.of("runId")),
        new WithInput(
            "updateRun",
            "UpdateRunInput",
            Map.of("id", known.nobodys("run"), "expectedVersion", 1, "name", "n"),
            List.of("id"),
            List.of("note"),
            List.of("id")),
        new WithInput(
            "submitJob",
            "SubmitJobInput",
            Map.of("projectId", known.get("project"), "name", "n", "command", List.of("true")),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "finishRun",
            "id",
            Map.of("id", known.get("run"), "status", "FINISHED"),
            "$id:ID!,$status:RunStatus!"),
        new WithArguments(
            "archiveRun",
            "id",
            Map.of("id", known.get("run"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "unarchiveRun",
            "id",
            Map.of("id", known.get("run"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "cancelJob",
            "id",
            Map.of("id", known.nobodys("job"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
