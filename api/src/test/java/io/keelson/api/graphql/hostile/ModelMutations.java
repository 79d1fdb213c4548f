package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of models and their retraining. */
final class ModelMutations {
  private ModelMutations() {}

  static List<WithInput> withInput(Known known) {
    Map<String, Object> decided = Map.of("id", known.nobodys("modelversion"), "expectedVersion", 1);
    return List.of(
        new WithInput(
            "setRetrainingPolicy",
            "SetRetrainingPolicyInput",
            Map.of(
                "modelId",
                known.nobodys("model"),
                "datasetId",
                known.nobodys("dataset"),
                "evaluationDatasetId",
                known.nobodys("dataset"),
                "experimentId",
                known.nobodys("experiment"),
                "target",
                "label",
                "maxCost",
                "10.50"),
            List.of("modelId", "datasetId", "evaluationDatasetId", "experimentId"),
            List.of(),
            List.of("modelId", "datasetId", "evaluationDatasetId", "experimentId", "maxCost")),
        new WithInput(
            "rollBackRetraining",
            "RollBackRetrainingInput",
            Map.of("id", known.nobodys("retrainingrun"), "expectedVersion", 1, "reason", "enough"),
            List.of("id", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "registerModelVersion",
            "RegisterModelVersionInput",
            Map.of(
                "projectId",
                known.get("project"),
                "modelName",
                "m",
                "runId",
                known.get("run"),
                "artifactPath",
                "model.onnx"),
            List.of("projectId", "modelName", "runId", "artifactPath"),
            List.of(),
            List.of("projectId", "runId", "artifactPath")),
        WithInput.decision("approveModelVersion", "DecideModelVersionInput", decided),
        WithInput.decision("rejectModelVersion", "DecideModelVersionInput", decided),
        WithInput.decision("archiveModelVersion", "DecideModelVersionInput", decided),
        new WithInput(
            "setModelAlias",
            "SetModelAliasInput",
            Map.of(
                "modelId",
                known.nobodys("model"),
                "alias",
                "champion",
                "modelVersionId",
                known.nobodys("modelversion")),
            List.of("modelId", "alias", "modelVersionId"),
            List.of(),
            List.of("modelId", "alias", "modelVersionId")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "retrain",
            "policyId",
            Map.of("policyId", known.nobodys("retrainingpolicy")),
            "$policyId:ID!"));
  }
}
