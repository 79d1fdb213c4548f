package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of data sets and what fills them. */
final class DataMutations {
  private DataMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createDataset",
            "CreateDatasetInput",
            Map.of("projectId", known.get("project"), "name", "fresh"),
            List.of("projectId", "name"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "startUpload",
            "StartUploadInput",
            Map.of("datasetVersionId", known.get("version"), "path", "a.csv", "sizeBytes", 1),
            List.of("datasetVersionId", "path"),
            List.of(),
            List.of("datasetVersionId", "path")),
        new WithInput(
            "runTransform",
            "RunTransformInput",
            Map.of(
                "datasetId",
                known.get("dataset"),
                "sql",
                "SELECT 1",
                "inputs",
                List.of(Map.of("name", "wine", "datasetVersionId", known.get("version")))),
            List.of("datasetId", "sql"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "previewTransform",
            "PreviewTransformInput",
            Map.of(
                "projectId",
                known.get("project"),
                "sql",
                "SELECT 1",
                "inputs",
                List.of(Map.of("name", "wine", "datasetVersionId", known.get("version")))),
            List.of("projectId", "sql"),
            List.of(),
            List.of("projectId")),
        new WithInput(
            "createCollector",
            "CreateCollectorInput",
            Map.of("datasetId", known.get("dataset")),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "updateCollector",
            "UpdateCollectorInput",
            Map.of("id", known.nobodys("collector"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "openDatasetVersion",
            "datasetId",
            Map.of("datasetId", known.get("dataset")),
            "$datasetId:ID!"),
        new WithArguments(
            "sealDatasetVersion", "id", Map.of("id", known.get("version")), "$id:ID!"),
        new WithArguments(
            "deleteCollector",
            "id",
            Map.of("id", known.nobodys("collector"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "sealCollected", "id", Map.of("id", known.nobodys("collector")), "$id:ID!"),
        new WithArguments("endUpload", "id", Map.of("id", known.nobodys("upload")), "$id:ID!"));
  }
}
