package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class HostileInputIT {
  /** No field of the API takes one of these. */
  private static final Map<String, Object> HOSTILE = new LinkedHashMap<>();

  static {
    HOSTILE.put("null", null);
    HOSTILE.put("empty", "");
    HOSTILE.put("control characters", "a\u0000b\u0007");
    HOSTILE.put("300,000 characters", "x".repeat(300_000));
    HOSTILE.put("a number", 12345);
    HOSTILE.put("a list", List.of(List.of("x")));
    HOSTILE.put("an object", Map.of("x", "y"));
  }

  /** Names are free text, where these are harmless; paths, slugs and ids refuse them. */
  private static final Map<String, Object> HOSTILE_TO_IDENTIFIERS = new LinkedHashMap<>();

  static {
    HOSTILE_TO_IDENTIFIERS.put("SQL", "x'; DROP TABLE tenancy.tenant; --");
    HOSTILE_TO_IDENTIFIERS.put("parent folder", "../../etc/passwd");
    HOSTILE_TO_IDENTIFIERS.put("line break", "a\r\nSet-Cookie: x");
  }

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** A mutation with input that works, and the fields to spoil one by one. */
  private record Attempt(
      String name,
      String inputType,
      Map<String, Object> input,
      List<String> required,
      List<String> identifiers) {}

  private List<Attempt> attempts(Graph owner) {
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"target\",name:\"Target\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String dataset =
        owner
            .ask(
                "mutation($p:ID!){createDataset(input:{projectId:$p,name:\"d\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createDataset/id")
            .asText();
    String version =
        owner
            .ask("mutation($d:ID!){openDatasetVersion(datasetId:$d){id}}", Map.of("d", dataset))
            .data()
            .at("/openDatasetVersion/id")
            .asText();
    String experiment =
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createExperiment/id")
            .asText();
    String run =
        owner
            .ask(
                "mutation($e:ID!){createRun(input:{experimentId:$e}){id}}", Map.of("e", experiment))
            .data()
            .at("/createRun/id")
            .asText();
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(
        new Attempt(
            "createProject",
            "CreateProjectInput",
            Map.of("slug", "fresh", "name", "n"),
            List.of("slug", "name"),
            List.of("slug")));
    attempts.add(
        new Attempt(
            "updateProject",
            "UpdateProjectInput",
            Map.of("id", project, "expectedVersion", 99, "name", "n"),
            List.of("id"),
            List.of("id")));
    attempts.add(
        new Attempt(
            "createDataset",
            "CreateDatasetInput",
            Map.of("projectId", project, "name", "fresh"),
            List.of("projectId", "name"),
            List.of("projectId")));
    attempts.add(
        new Attempt(
            "startUpload",
            "StartUploadInput",
            Map.of("datasetVersionId", version, "path", "a.csv", "sizeBytes", 1),
            List.of("datasetVersionId", "path"),
            List.of("datasetVersionId", "path")));
    attempts.add(
        new Attempt(
            "createExperiment",
            "CreateExperimentInput",
            Map.of("projectId", project, "name", "fresh"),
            List.of("projectId", "name"),
            List.of("projectId")));
    attempts.add(
        new Attempt(
            "createRun",
            "CreateRunInput",
            Map.of("experimentId", experiment),
            List.of("experimentId"),
            List.of("experimentId")));
    attempts.add(
        new Attempt(
            "logBatch", "LogBatchInput", Map.of("runId", run), List.of("runId"), List.of("runId")));
    attempts.add(
        new Attempt(
            "submitJob",
            "SubmitJobInput",
            Map.of("projectId", project, "name", "n", "command", List.of("true")),
            List.of("projectId", "name"),
            List.of("projectId")));
    attempts.add(
        new Attempt(
            "registerModelVersion",
            "RegisterModelVersionInput",
            Map.of(
                "projectId", project, "modelName", "m", "runId", run, "artifactPath", "model.onnx"),
            List.of("projectId", "modelName", "runId", "artifactPath"),
            List.of("projectId", "runId", "artifactPath")));
    attempts.add(
        new Attempt(
            "deploy",
            "DeployInput",
            Map.of(
                "projectId",
                project,
                "endpointName",
                "e1",
                "modelVersionId",
                "modelversion_" + run.substring(4)),
            List.of("projectId", "endpointName", "modelVersionId"),
            List.of("projectId", "endpointName", "modelVersionId")));
    attempts.add(
        new Attempt(
            "createApiKey",
            "CreateApiKeyInput",
            Map.of("name", "k", "permissions", List.of("RUN_READ")),
            List.of("name"),
            List.of()));
    return attempts;
  }

  @Test
  void everyMutationNamesTheBadFieldAndWritesNothing() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("hostile").key());
    List<Attempt> attempts = attempts(owner);
    String before = state(owner);
    for (Attempt attempt : attempts) {
      for (String field : attempt.required()) {
        HOSTILE.forEach((what, value) -> refused(owner, attempt, field, what, value));
      }
      for (String field : attempt.identifiers()) {
        HOSTILE_TO_IDENTIFIERS.forEach(
            (what, value) -> {
              // A file may be called so; what it must not do is leave its folder or break a line.
              if (!(what.equals("SQL") && field.toLowerCase(Locale.ROOT).endsWith("path"))) {
                refused(owner, attempt, field, what, value);
              }
            });
      }
    }
    assertThat(state(owner)).as("nothing was written").isEqualTo(before);
  }

  private static void refused(
      Graph owner, Attempt attempt, String field, String what, Object value) {
    Map<String, Object> input = new HashMap<>(attempt.input());
    input.put(field, value);
    Graph.Answer answer =
        owner.ask(
            "mutation($i:"
                + attempt.inputType()
                + "!){"
                + attempt.name()
                + "(input:$i){__typename}}",
            Map.of("i", input));
    assertThat(answer.code())
        .as("%s with %s as %s: %s", attempt.name(), what, field, shortened(answer.body()))
        .hasValue("VALIDATION");
    String told = answer.field() == null ? answer.message() : answer.field();
    assertThat(told).as("%s with %s as %s", attempt.name(), what, field).contains(field);
  }

  private static String shortened(JsonNode body) {
    String text = body.toString();
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }

  private static String state(Graph owner) {
    return owner
        .ask(
            "{projects{edges{node{slug version datasets{edges{node{name versions{edges{node{number files{edges{node{path}}}}}}}}}"
                + " experiments{edges{node{name runs{edges{node{name version params{key}}}}}}} jobs{edges{node{name}}}"
                + " models{edges{node{name}}} endpoints{edges{node{name}}}}}} apiKeys{name}}")
        .data()
        .toString();
  }

  @Test
  void aBodyBeyondTheBoundIsRefusedBeforeItIsRead() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("huge").key());
    Graph.Answer answer =
        owner.ask(
            "mutation($n:String!){createProject(input:{slug:\"huge\",name:$n}){id}}",
            Map.of("n", "x".repeat(10 << 20)));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).hasValue("VALIDATION");
    assertThat(owner.ask("{projects{edges{node{slug}}}}").data().at("/projects/edges")).isEmpty();
  }

  @Test
  void whatIsNoGraphQLGetsAnAnswerThatSaysSo() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("malformed").key());
    assertThat(owner.send("{").status()).isEqualTo(400);
    assertThat(owner.send("[]").status()).isEqualTo(400);
    assertThat(owner.send("{\"query\":1}").status()).isEqualTo(400);
    assertThat(
            owner
                .send("{\"query\":\"{viewer\"}", "Accept", "application/graphql-response+json")
                .status())
        .isEqualTo(400);
    assertThat(owner.send("{\"query\":\"{viewer\"}").code()).hasValue("VALIDATION");
    assertThat(
            owner
                .ask("{" + "tenant{members{edges{node{person{id}}}}} ".repeat(1) + deep(20) + "}")
                .code())
        .hasValue("VALIDATION");
    assertThat(
            new Graph("http://127.0.0.1:" + port, "ksn_unknown")
                .ask("{viewer{tenants{slug}}}")
                .status())
        .isEqualTo(401);
    assertThat(new Graph("http://127.0.0.1:" + port, null).ask("{viewer{tenants{slug}}}").code())
        .hasValue("UNAUTHENTICATED");
  }

  private static String deep(int levels) {
    String inner = "id";
    for (int i = 0; i < levels; i++) {
      inner = "id parent{" + inner + "}";
    }
    return "projects{edges{node{experiments{edges{node{runs{edges{node{" + inner + "}}}}}}}}}";
  }

  @Test
  void anIdempotencyKeyMakesOneThingHoweverOftenItIsSent() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("again").key());
    String create = "mutation($s:String!){createProject(input:{slug:$s,name:\"n\"}){id}}";
    String first =
        owner
            .ask(create, Map.of("s", "once"), "Idempotency-Key", "k-1")
            .data()
            .at("/createProject/id")
            .asText();
    String second =
        owner
            .ask(create, Map.of("s", "once"), "Idempotency-Key", "k-1")
            .data()
            .at("/createProject/id")
            .asText();
    assertThat(second).isEqualTo(first);
    assertThat(owner.ask(create, Map.of("s", "other"), "Idempotency-Key", "k-1").code())
        .hasValue("CONFLICT");
    assertThat(owner.ask(create, Map.of("s", "once")).code()).hasValue("CONFLICT");
    assertThat(owner.ask(create, Map.of("s", "bad-key"), "Idempotency-Key", "k".repeat(300)).code())
        .hasValue("VALIDATION");
  }
}
