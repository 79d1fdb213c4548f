package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A small model, trained by the trainer, approved by a second person, behind an endpoint. */
final class ServedModel {
  private static final Duration TRAINED_LIMIT = Duration.ofSeconds(120);
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOPPED_LIMIT = Duration.ofSeconds(60);
  private static final String TABLE = "wine.csv";
  private static final String REGISTER =
      """
      mutation ($input: RegisterModelVersionInput!) {
        registerModelVersion(input: $input) { id version }
      }
      """;
  private static final String APPROVE =
      "mutation ($input: DecideModelVersionInput!) { approveModelVersion(input: $input) { status } }";
  private static final String DEPLOY =
      "mutation ($input: DeployInput!) { deploy(input: $input) { id endpoint { id } } }";
  private static final String REVISION =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Revision { status reason replicas { jobId ready endedAt } } }
      }
      """;
  private static final String ENDPOINT =
      "query ($id: ID!) { node(id: $id) { ... on Endpoint { version } } }";
  private static final String STOP =
      """
      mutation ($id: ID!, $version: Int!) {
        stopEndpoint(id: $id, expectedVersion: $version) { id }
      }
      """;

  final String name;
  private final Workspace workspace;
  private final String endpointId;
  private final String revisionId;

  private ServedModel(Workspace workspace, String name, JsonNode revision) {
    this.workspace = workspace;
    this.name = name;
    this.revisionId = revision.path("id").asText();
    this.endpointId = revision.at("/endpoint/id").asText();
  }

  /** Returns when the endpoint answers. */
  static ServedModel deploy(Workspace workspace, GraphQlClient reviewer, String name)
      throws Exception {
    String runId = train(workspace);
    JsonNode version =
        workspace
            .caller()
            .mutate(
                REGISTER,
                Map.of(
                    "projectId",
                    workspace.projectId,
                    "modelName",
                    name,
                    "runId",
                    runId,
                    "artifactPath",
                    "model.onnx"));
    String versionId = version.path("id").asText();
    reviewer.mutate(
        APPROVE,
        Map.of(
            "id",
            versionId,
            "expectedVersion",
            version.path("version").asInt(),
            "comment",
            "good enough"));
    JsonNode revision =
        workspace
            .caller()
            .mutate(
                DEPLOY,
                Map.of(
                    "projectId",
                    workspace.projectId,
                    "endpointName",
                    name,
                    "modelVersionId",
                    versionId,
                    "minReplicas",
                    1,
                    "maxReplicas",
                    1));
    ServedModel served = new ServedModel(workspace, name, revision);
    served.awaitReady();
    Waiting.until(READY_LIMIT, "route", () -> workspace.doors.inference.isReady(name));
    return served;
  }

  private static String train(Workspace workspace) throws Exception {
    byte[] table = table();
    DatasetVersion wine = DatasetVersion.open(workspace, "wine");
    URI link = wine.startUpload(TABLE, table.length, Digest.of(table));
    workspace.doors.tus.append(link, 0, table, 0, table.length);
    wine.seal();
    String jobId =
        workspace.submit(
            Map.of(
                "name",
                "train",
                "trainer",
                "tabular",
                "parameters",
                Map.of(
                    "task",
                    "CLASSIFICATION",
                    "data",
                    "data",
                    "target",
                    "class",
                    "epochs",
                    5,
                    "seed",
                    1),
                "inputs",
                List.of(Map.of("datasetVersionId", wine.id, "path", "data"))));
    return workspace.awaitSuccess(TRAINED_LIMIT, jobId).at("/run/id").asText();
  }

  private static byte[] table() throws IOException {
    try (InputStream in = ServedModel.class.getResourceAsStream("/data/" + TABLE)) {
      return in.readAllBytes();
    }
  }

  /** Some rows of the table, without the column that is to be told. */
  static float[][] rows(int count) throws IOException {
    return new String(table(), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .limit(count)
        .map(line -> Arrays.asList(line.split(",", -1)))
        .map(cells -> floats(cells.subList(0, cells.size() - 1)))
        .toArray(float[][]::new);
  }

  private static float[] floats(List<String> cells) {
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(cells.get(i));
    }
    return values;
  }

  JsonNode revision() throws Exception {
    return workspace.caller().call(REVISION, Map.of("id", revisionId)).path("node");
  }

  private void awaitReady() throws Exception {
    Waiting.until(
        READY_LIMIT,
        "revision is READY",
        () -> {
          JsonNode revision = revision();
          String status = revision.path("status").asText();
          assertThat(status).as("%s", revision).isNotIn("FAILED", "STOPPED");
          return status.equals("READY");
        });
  }

  /** Ends its replicas; returns when they are gone. */
  void stop() throws Exception {
    JsonNode endpoint = workspace.caller().call(ENDPOINT, Map.of("id", endpointId)).path("node");
    workspace
        .caller()
        .call(STOP, Map.of("id", endpointId, "version", endpoint.path("version").asInt()));
    Waiting.until(
        STOPPED_LIMIT,
        "revision is STOPPED",
        () -> revision().path("status").asText().equals("STOPPED"));
  }
}
