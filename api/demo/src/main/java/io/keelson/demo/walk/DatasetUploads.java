package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import java.net.URI;
import java.util.Map;

/** Data sets of the project, and the links that fill their versions. */
final class DatasetUploads {
  private static final String CREATE =
      "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }";
  private static final String OPEN =
      "mutation ($id: ID!) { openDatasetVersion(datasetId: $id) { id number status } }";
  private static final String START =
      """
      mutation ($input: StartUploadInput!) {
        startUpload(input: $input) { id url expiresAt offsetBytes }
      }
      """;
  private final DemoRun run;

  DatasetUploads(DemoRun run) {
    this.run = run;
  }

  /** The first version of a new data set. */
  JsonNode open(String dataset) throws Exception {
    JsonNode created =
        run.engineer.mutate(CREATE, Map.of("projectId", run.projectId.get(), "name", dataset));
    return run.engineer
        .call(OPEN, Map.of("id", created.path("id").asText()))
        .path("openDatasetVersion");
  }

  /** Puts a whole file into an open version. */
  void put(String versionId, DataFile file) throws Exception {
    int size = file.bytes().length;
    URI link = start(versionId, file);
    Check.equal("bytes held", run.tus.append(link, 0, file.bytes(), 0, size), (long) size);
  }

  /** A signed tus link for a file of an open version. */
  URI start(String versionId, DataFile file) throws Exception {
    JsonNode upload =
        run.engineer.mutate(
            START,
            Map.of(
                "datasetVersionId",
                versionId,
                "path",
                file.name(),
                "sizeBytes",
                file.bytes().length,
                "sha256",
                file.sha256()));
    Check.equal("offset", upload.path("offsetBytes").asInt(), 0);
    return URI.create(upload.path("url").asText());
  }
}
