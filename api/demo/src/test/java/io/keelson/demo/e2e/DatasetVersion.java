package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import java.net.URI;
import java.util.Map;

/** A version of a new data set, from its opening on. */
final class DatasetVersion {
  private static final String CREATE =
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }";
  private static final String OPEN =
      "mutation ($id: ID!) { openDatasetVersion(datasetId: $id) { id } }";
  private static final String START =
      "mutation ($input: StartUploadInput!) { startUpload(input: $input) { url } }";
  private static final String SEAL =
      "mutation ($id: ID!) { sealDatasetVersion(id: $id) { status digest } }";
  private static final String LOOK =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          status digest rejection
          files(first: 10) { edges { node { path sizeBytes digest downloadUrl } } }
        } }
      }
      """;
  final String id;
  private final GraphQlClient caller;

  private DatasetVersion(GraphQlClient caller, String id) {
    this.caller = caller;
    this.id = id;
  }

  static DatasetVersion open(Workspace workspace, String name) throws Exception {
    GraphQlClient caller = workspace.caller();
    JsonNode dataset =
        caller.mutate(CREATE, Map.of("projectId", workspace.projectId, "name", name));
    JsonNode version = caller.call(OPEN, Map.of("id", dataset.path("id").asText()));
    return new DatasetVersion(caller, version.path("openDatasetVersion").path("id").asText());
  }

  /** A link that takes the file. */
  URI startUpload(String path, long sizeBytes, String sha256) throws Exception {
    JsonNode upload =
        caller.mutate(
            START,
            Map.of("datasetVersionId", id, "path", path, "sizeBytes", sizeBytes, "sha256", sha256));
    return URI.create(upload.path("url").asText());
  }

  /**
   * @throws io.keelson.demo.door.Refused while an upload is unfinished
   */
  JsonNode seal() throws Exception {
    return caller.call(SEAL, Map.of("id", id)).path("sealDatasetVersion");
  }

  JsonNode look() throws Exception {
    return caller.call(LOOK, Map.of("id", id)).path("node");
  }

  /** Its first file, missing when it has none. */
  JsonNode file() throws Exception {
    return look().at("/files/edges/0/node");
  }
}
