package io.keelson.bench.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A version of a data set that takes files, in a project made for it. */
public record OpenVersion(URI platform, GraphqlClient client, String id) {

  /**
   * @param prefix of the names of the project and the data set
   */
  public static OpenVersion of(KeelsonEnvironment environment, GraphqlClient client, String prefix)
      throws Exception {
    String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    String project =
        client
            .call(
                "mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }",
                Map.of("input", Map.of("slug", name, "name", name)))
            .at("/createProject/id")
            .asText();
    String dataset =
        client
            .call(
                "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }",
                Map.of("input", Map.of("projectId", project, "name", name)))
            .at("/createDataset/id")
            .asText();
    String id =
        client
            .call(
                "mutation ($id: ID!) { openDatasetVersion(datasetId: $id) { id } }",
                Map.of("id", dataset))
            .at("/openDatasetVersion/id")
            .asText();
    return new OpenVersion(environment.url(), client, id);
  }

  /** The signed tus URL that takes the file. */
  public URI startUpload(String path, long sizeBytes) throws IOException, InterruptedException {
    JsonNode started =
        client
            .call(
                "mutation ($input: StartUploadInput!) { startUpload(input: $input) { url"
                    + " offsetBytes } }",
                Map.of(
                    "input", Map.of("datasetVersionId", id, "path", path, "sizeBytes", sizeBytes)))
            .get("startUpload");
    return platform.resolve(started.get("url").asText());
  }

  /** Uploads a file; returns a signed URL to download it from. */
  public URI put(Path file, String path) throws IOException, InterruptedException {
    TusClient.patch(startUpload(path, Files.size(file)), file);
    JsonNode edges =
        client
            .call(
                """
                query ($id: ID!) {
                  node(id: $id) {
                    ... on DatasetVersion { files(first: 100) { edges { node { path downloadUrl } } } }
                  }
                }
                """,
                Map.of("id", id))
            .at("/node/files/edges");
    for (JsonNode edge : edges) {
      if (edge.at("/node/path").asText().equals(path)) {
        return platform.resolve(edge.at("/node/downloadUrl").asText());
      }
    }
    throw new IllegalStateException(path + " is not among the stored files: " + edges);
  }
}
