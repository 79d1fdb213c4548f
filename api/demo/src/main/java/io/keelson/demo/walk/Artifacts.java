package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import java.net.URI;
import java.util.Map;

/** Files that runs left. */
final class Artifacts {
  private static final String LIST =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Run { artifacts { path folder sizeBytes downloadUrl } } }
      }
      """;
  private final DemoRun run;

  Artifacts(DemoRun run) {
    this.run = run;
  }

  /** The content of a file at the root, through its signed link. */
  byte[] download(String runId, String path) throws Exception {
    JsonNode artifacts = run.engineer.call(LIST, Map.of("id", runId)).at("/node/artifacts");
    JsonNode file =
        Answers.with(artifacts, "path", path)
            .orElseThrow(
                () ->
                    Check.failed(
                        "%s is not among the artifacts %s",
                        path, artifacts.findValuesAsText("path")));
    byte[] bytes = run.downloads.bytes(URI.create(file.path("downloadUrl").asText()));
    Check.equal("size of " + path, (long) bytes.length, file.path("sizeBytes").asLong());
    return bytes;
  }
}
