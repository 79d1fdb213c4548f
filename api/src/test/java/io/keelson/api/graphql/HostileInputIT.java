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
import java.util.stream.Collectors;
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
            "setTraffic",
            "SetTrafficInput",
            Map.of(
                "endpointId",
                "endpoint_" + run.substring(4),
                "expectedVersion",
                1,
                "weights",
                List.of(Map.of("revisionId", "revision_" + run.substring(4), "weight", 100))),
            List.of("endpointId", "weights"),
            List.of("endpointId")));
    attempts.add(
        new Attempt(
            "setBudget",
            "SetBudgetInput",
            Map.of("projectId", project, "period", "MONTH", "amount", "10.50"),
            List.of("period"),
            List.of("projectId", "amount")));
    attempts.add(
        new Attempt(
            "predict",
            "PredictInput",
            Map.of(
                "endpointId",
                "endpoint_" + run.substring(4),
                "inputs",
                List.of(Map.of("name", "x", "datatype", "FP32", "shape", List.of(1)))),
            List.of("endpointId", "inputs"),
            List.of("endpointId")));
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

  /**
   * A mutation that takes arguments instead of an input: its text, its type of id, its arguments.
   */
  private record ByArguments(String name, String id, Map<String, Object> arguments, String types) {}

  private List<ByArguments> byArguments(
      String project, String dataset, String version, String run) {
    String suffix = run.substring("run_".length());
    String job =
        "job_" + suffix; // of the right form, and nobody's: what is spoilt is refused before
    return List.of(
        new ByArguments(
            "openDatasetVersion", "datasetId", Map.of("datasetId", dataset), "$datasetId:ID!"),
        new ByArguments("sealDatasetVersion", "id", Map.of("id", version), "$id:ID!"),
        new ByArguments(
            "finishRun",
            "id",
            Map.of("id", run, "status", "FINISHED"),
            "$id:ID!,$status:RunStatus!"),
        new ByArguments(
            "cancelJob",
            "id",
            Map.of("id", job, "expectedVersion", 1),
            "$id:ID!,$expectedVersion:Int!"),
        new ByArguments(
            "stopEndpoint",
            "id",
            Map.of("id", "endpoint_" + suffix, "expectedVersion", 1),
            "$id:ID!,$expectedVersion:Int!"),
        new ByArguments(
            "removeBudget",
            "id",
            Map.of("id", "budget_" + suffix, "expectedVersion", 1),
            "$id:ID!,$expectedVersion:Int!"),
        new ByArguments("revokeApiKey", "id", Map.of("id", "apikey_" + suffix), "$id:ID!"));
  }

  private static Graph.Answer call(
      Graph owner, ByArguments mutation, Map<String, Object> arguments) {
    String passed =
        mutation.arguments().keySet().stream()
            .map(name -> name + ":$" + name)
            .collect(Collectors.joining(","));
    return owner.ask(
        "mutation(" + mutation.types() + "){" + mutation.name() + "(" + passed + "){__typename}}",
        arguments);
  }

  @Test
  void everyMutationThatTakesAnIdAloneNamesItWhenItIsBadAndHidesWhatIsMissing() {
    var made = tenants.make("hostile-ids");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project = id(owner, "createProject(input:{slug:\"target\",name:\"Target\"})", Map.of());
    String dataset =
        id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String version = id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    String experiment =
        id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run = id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    String before = state(owner);

    Map<String, Object> spoilt = new LinkedHashMap<>(HOSTILE);
    spoilt.putAll(HOSTILE_TO_IDENTIFIERS);
    spoilt.put("an id of another type", project);
    for (ByArguments mutation : byArguments(project, dataset, version, run)) {
      spoilt.forEach(
          (what, value) -> {
            Map<String, Object> arguments = new HashMap<>(mutation.arguments());
            arguments.put(mutation.id(), value);
            Graph.Answer answer = call(owner, mutation, arguments);
            assertThat(answer.code())
                .as("%s with %s: %s", mutation.name(), what, shortened(answer.body()))
                .hasValue("VALIDATION");
            String told = answer.field() == null ? answer.message() : answer.field();
            assertThat(told).as("%s with %s", mutation.name(), what).contains(mutation.id());
          });
      Map<String, Object> missing = new HashMap<>(mutation.arguments());
      String type = mutation.arguments().get(mutation.id()).toString().replaceFirst("_.*", "");
      missing.put(mutation.id(), type + "_01h455vb4pex5vsknk084sn02q");
      assertThat(call(owner, mutation, missing).code())
          .as("%s of what is not there", mutation.name())
          .hasValue("NOT_FOUND");
    }
    assertThat(state(owner)).as("nothing was written").isEqualTo(before);
  }

  @Test
  void aVersionThatIsNotTheExpectedOneIsAConflict() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("stale").key());
    String project = id(owner, "createProject(input:{slug:\"target\",name:\"Target\"})", Map.of());
    String job =
        id(
            owner,
            "submitJob(input:{projectId:$x,name:\"j\",command:[\"true\"]})",
            Map.of("x", project));
    String budget =
        id(
            owner,
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\"})",
            Map.of("x", project));
    for (String stale :
        List.of(
            "cancelJob(id:$x,expectedVersion:7)",
            "removeBudget(id:$x,expectedVersion:7)",
            "updateProject(input:{id:$x,expectedVersion:7,name:\"n\"})",
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\",expectedVersion:7})",
            "setBudget(input:{projectId:$x,period:MONTH,amount:\"1\"})")) {
      String target =
          stale.startsWith("cancelJob") ? job : stale.startsWith("remove") ? budget : project;
      assertThat(owner.ask("mutation($x:ID!){" + stale + "{id}}", Map.of("x", target)).code())
          .as(stale)
          .hasValue("CONFLICT");
    }
    for (Object version : new Object[] {null, "one", 1.5, 99_999_999_999L, List.of(1, 2)}) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("x", job);
      variables.put("v", version);
      Graph.Answer answer =
          owner.ask("mutation($x:ID!,$v:Int!){cancelJob(id:$x,expectedVersion:$v){id}}", variables);
      assertThat(answer.code()).as("version %s: %s", version, answer.body()).hasValue("VALIDATION");
    }
  }

  @Test
  void everyListOfTheTenantHasBoundsAndItsOwnCursors() {
    var made = tenants.make("bounded");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project = id(owner, "createProject(input:{slug:\"pp\",name:\"P\"})", Map.of());
    id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String foreign =
        owner
            .ask("{datasets{pageInfo{endCursor}}}")
            .data()
            .at("/datasets/pageInfo/endCursor")
            .asText();
    Graph stranger = new Graph("http://127.0.0.1:" + port, tenants.make("bounded-too").key());
    for (String list :
        List.of("datasets", "models", "endpoints", "jobs", "runs", "waitingApprovals")) {
      for (Object first : new Object[] {0, -1, 101, 2_000_000_000, "ten", 1.5}) {
        Graph.Answer answer =
            owner.ask("query($f:Int){" + list + "(first:$f){edges{cursor}}}", Map.of("f", first));
        assertThat(answer.code())
            .as("%s(first: %s): %s", list, first, answer.body())
            .hasValue("VALIDATION");
      }
      for (String after :
          List.of("", "x", "AAAAAAAAAAAAAAAAAAAAAAAA", "x".repeat(5_000), foreign)) {
        Graph.Answer answer =
            stranger.ask(
                "query($a:String){" + list + "(after:$a){edges{cursor}}}", Map.of("a", after));
        assertThat(answer.code())
            .as("%s after %s: %s", list, after, shortened(answer.body()))
            .hasValue("VALIDATION");
        assertThat(answer.field()).isEqualTo("after");
      }
    }
  }

  private static String id(Graph owner, String mutation, Map<String, ?> variables) {
    String declared = variables.isEmpty() ? "" : "($x:ID!)";
    JsonNode data =
        owner.ask("mutation" + declared + "{made:" + mutation + "{id}}", variables).data();
    return data.at("/made/id").asText();
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
                + " models{edges{node{name}}} endpoints{edges{node{name}}}}}} apiKeys{name} budgets{id version}}")
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
