package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of endpoints and their rollouts. */
final class EndpointMutations {
  private EndpointMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "deploy",
            "DeployInput",
            Map.of(
                "projectId",
                known.get("project"),
                "endpointName",
                "e1",
                "modelVersionId",
                known.nobodys("modelversion")),
            List.of("projectId", "endpointName", "modelVersionId"),
            List.of(),
            List.of("projectId", "endpointName", "modelVersionId")),
        new WithInput(
            "setTraffic",
            "SetTrafficInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "expectedVersion",
                1,
                "weights",
                List.of(Map.of("revisionId", known.nobodys("revision"), "weight", 100))),
            List.of("endpointId", "weights"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setCapture",
            "SetCaptureInput",
            Map.of("endpointId", known.nobodys("endpoint"), "share", 0.5),
            List.of("endpointId"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setDrift",
            "SetDriftInput",
            Map.of("endpointId", known.nobodys("endpoint"), "share", 0.5),
            List.of("endpointId"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "setQuality",
            "SetQualityInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "output",
                "y",
                "measure",
                "ACCURACY",
                "window",
                "PT1H",
                "horizon",
                "PT1H"),
            List.of("endpointId", "output", "measure", "window", "horizon"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "logLabels",
            "LogLabelsInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "labels",
                List.of(Map.of("inferenceId", "i", "value", "1"))),
            List.of("endpointId", "labels"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "startRollout",
            "StartRolloutInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "candidateId",
                known.nobodys("revision"),
                "expectedVersion",
                1,
                "steps",
                List.of(Map.of("weight", 10, "hold", "PT1M"))),
            List.of("endpointId", "candidateId"),
            List.of(),
            List.of("endpointId", "candidateId")),
        new WithInput(
            "pauseRollout",
            "DecideRolloutInput",
            Map.of("id", known.nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "extendRolloutPause",
            "ExtendRolloutPauseInput",
            Map.of("id", known.nobodys("rollout"), "expectedVersion", 1, "by", "PT1H"),
            List.of("id", "by"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setRolloutPolicy",
            "SetRolloutPolicyInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "steps",
                List.of(Map.of("weight", 10, "hold", "PT1M"))),
            List.of("endpointId", "steps"),
            List.of(),
            List.of("endpointId")),
        new WithInput(
            "resumeRollout",
            "DecideRolloutInput",
            Map.of("id", known.nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "promoteRollout",
            "DecideRolloutInput",
            Map.of("id", known.nobodys("rollout"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "abortRollout",
            "AbortRolloutInput",
            Map.of("id", known.nobodys("rollout"), "expectedVersion", 1, "reason", "enough"),
            List.of("id", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "predict",
            "PredictInput",
            Map.of(
                "endpointId",
                known.nobodys("endpoint"),
                "inputs",
                List.of(Map.of("name", "x", "datatype", "FP32", "shape", List.of(1)))),
            List.of("endpointId", "inputs"),
            List.of(),
            List.of("endpointId")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "stopEndpoint",
            "id",
            Map.of("id", known.nobodys("endpoint"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "rollBack",
            "endpointId",
            Map.of("endpointId", known.nobodys("endpoint"), "expectedVersion", 1),
            "$endpointId:ID!," + WithArguments.EXPECTED));
  }
}
