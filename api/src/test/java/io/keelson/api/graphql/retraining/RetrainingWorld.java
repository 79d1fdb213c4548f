package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A model with data and a champion, and what a person does with its policy; what jobs leave is told
 * here.
 */
final class RetrainingWorld {
  private static final String PROFILE =
      """
      {"rows":400,"features":[{"name":"size","tensor":"features","column":0,
        "bins":{"kind":"numeric","edges":[1,2,3]},"counts":[100,100,100,100,0]}]}
      """;
  private static final String SIGNATURE =
      """
      {"inputs":[{"name":"features","columns":["colour"]}],
       "outputs":[{"name":"probabilities","labels":["red","white"]}]}
      """;
  private static final String RUN =
      """
      query($r:ID!){node(id:$r){... on RetrainingRun{status reason waitsFor version trigger
        champion{id} challenger{id number status version} checks{name passed seen}
        steps{name state jobId startedAt endedAt} sourceVersionId transformVersionId transformReused trainingVersionId consumed{kind} trainJobId scoreJobId rolloutId estimate{amount} cost{amount}
        comparison{rows duplicates inTraining notSampled bothRight onlyChampion onlyChallenger bothWrong pValue lower upper metrics{name champion challenger}}}}}
      """;

  private final RetrainingWorlds with;
  final TestTenants.Made made;
  final Graph owner;
  final String project;
  final String dataset;
  final String evaluation;
  final String experiment;
  String model;
  String champion;

  RetrainingWorld(RetrainingWorlds with, String slug) {
    this.with = with;
    made = with.tenants.make(slug);
    owner = with.graph(made.key());
    project = id("createProject(input:{slug:\"wine\",name:\"Wine\"}){id}", Map.of());
    dataset = dataset("train");
    evaluation = dataset("evaluation");
    experiment = id("createExperiment(input:{projectId:$p,name:\"e\"}){id}", Map.of("p", project));
    champion("wine", model());
  }

  UUID tenantId() {
    return made.tenant().id();
  }

  UUID projectId() {
    return GlobalId.decode("p", GraphTypes.PROJECT, project);
  }

  JsonNode ask(String call, Map<String, ?> variables) {
    List<String> all = new ArrayList<>();
    variables.keySet().forEach(name -> all.add("$" + name + ":ID!"));
    String declared = all.isEmpty() ? "" : "(" + String.join(",", all) + ")";
    Graph.Answer answer = owner.ask("mutation" + declared + "{made:" + call + "}", variables);
    assertThat(answer.code()).as(answer.body().toString()).isEmpty();
    return answer.data().path("made");
  }

  String id(String mutation, Map<String, String> variables) {
    return ask(mutation, variables).path("id").asText();
  }

  String dataset(String name) {
    return id(
        "createDataset(input:{projectId:$p,name:\"" + name + "\"}){id}", Map.of("p", project));
  }

  /** A SEALED version. */
  String sealed(String datasetId) {
    return sealed(datasetId, "wine.csv", digest());
  }

  String sealed(String datasetId, String path, String digest) {
    String version = id("openDatasetVersion(datasetId:$d){id}", Map.of("d", datasetId));
    with.files.add(tenantId(), version, path, digest);
    id("sealDatasetVersion(id:$v){id}", Map.of("v", version));
    return version;
  }

  /** Of content that no other file has. */
  static String digest() {
    String half = UUID.randomUUID().toString().replace("-", "");
    return "sha256:" + half + half;
  }

  void judged(String version, String... statuses) {
    UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
    with.endpoints.transact(
        tenantId(),
        tx -> {
          for (String status : statuses) {
            tx.update(
                "UPDATE catalog.dataset_version SET status = $3 WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                versionId,
                status);
          }
          return null;
        });
  }

  /** Its data is collected: each version is what came meanwhile. */
  void collects() {
    collects(dataset);
  }

  void collects(String datasetId) {
    with.endpoints.transact(
        tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.collector
                  (tenant_id, id, project_id, dataset_id, seal_after_rows, seal_after_bytes, seal_after_s, created_at, created_by, created_by_kind)
                VALUES ($1, $2, $3, $2, 1000, 1000, 60, now(), 'me', 'PERSON')
                """,
                tx.tenantId(),
                GlobalId.decode("d", GraphTypes.DATASET, datasetId),
                projectId()));
  }

  /** What a job reads, each as path and digest. */
  List<String> inputs(String job) {
    return with.endpoints.transact(
        tenantId(),
        tx ->
            tx.list(
                row -> row.getString("path") + " " + row.getString("digest"),
                """
                SELECT i ->> 'path' AS path, i ->> 'digest' AS digest
                FROM compute.job j
                CROSS JOIN LATERAL jsonb_array_elements(j.inputs) AS i
                WHERE j.tenant_id = $1 AND j.id = $2
                ORDER BY path
                """,
                tx.tenantId(),
                GlobalId.decode("j", GraphTypes.JOB, job)));
  }

  /** Its champion's run names the version. */
  void championOn(String version) {
    with.endpoints.transact(
        tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.run_dataset (tenant_id, run_id, dataset_version_id, digest)
                SELECT $1, m.run_id, v.id, v.digest
                FROM catalog.model_version m, catalog.dataset_version v
                WHERE m.tenant_id = $1 AND m.id = $2 AND v.tenant_id = $1 AND v.id = $3
                """,
                tx.tenantId(),
                GlobalId.decode("m", GraphTypes.MODEL_VERSION, champion),
                GlobalId.decode("v", GraphTypes.DATASET_VERSION, version)));
  }

  /** As what was collected is once its time is over. */
  void removed(String version) {
    UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
    with.endpoints.transact(
        tenantId(),
        tx -> {
          for (String sql :
              List.of(
                  "UPDATE catalog.dataset_version SET removed_at = now() WHERE tenant_id = $1 AND id = $2",
                  "DELETE FROM catalog.dataset_file WHERE tenant_id = $1 AND dataset_version_id = $2")) {
            tx.update(sql, tx.tenantId(), versionId);
          }
          return null;
        });
  }

  /** A VALIDATED version, whose profile says this. */
  String validated(String datasetId, long rows, long missing) {
    String version = sealed(datasetId);
    profiled(version, rows, Map.of("label", 0L, "colour", missing));
    return version;
  }

  /**
   * Becomes VALIDATED.
   *
   * @param missing by column
   */
  void profiled(String version, long rows, Map<String, Long> missing) {
    profiled(version, rows, missing, ",");
  }

  /** The same of a file with another delimiter. */
  void profiled(String version, long rows, Map<String, Long> missing, String delimiter) {
    judged(version, "VALIDATING", "VALIDATED");
    UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
    JsonArray columns = new JsonArray();
    missing.forEach(
        (name, without) ->
            columns.add(
                new JsonObject()
                    .put("name", name)
                    .put("type", "VARCHAR")
                    .put("missing", without)
                    .put("histogram", new JsonArray())));
    JsonObject dialect =
        new JsonObject()
            .put("delimiter", delimiter)
            .put("quote", "\"")
            .put("escape", "\"")
            .put("header", true)
            .put("skipped", 0);
    JsonObject profile =
        new JsonObject().put("rows", rows).put("columns", columns).put("dialect", dialect);
    with.endpoints.transact(
        tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.table_profile
                  (tenant_id, id, dataset_version_id, name, files, size_bytes, status, row_count, profile, computed_at)
                VALUES ($1, $2, $3, 'wine.csv', 1, 1, 'PROFILED', $4, $5, now())
                """,
                tx.tenantId(),
                Ids.next(),
                versionId,
                rows,
                profile));
  }

  /**
   * Registers a version of these files; another model is what policies are set for from then on.
   */
  void champion(String name, JsonArray artifacts) {
    String run = id("createRun(input:{experimentId:$e}){id}", Map.of("e", experiment));
    UUID runId = GlobalId.decode("r", GraphTypes.RUN, run);
    with.endpoints.transact(
        tenantId(),
        tx -> {
          artifacts.forEach(
              file ->
                  tx.update(
                      """
                          INSERT INTO catalog.artifact (tenant_id, run_id, project_id, path, digest, size_bytes, added_at)
                          VALUES ($1, $2, $3, $4, $5, $6, now())
                          """,
                      tx.tenantId(),
                      runId,
                      projectId(),
                      ((JsonObject) file).getString("path"),
                      ((JsonObject) file).getString("digest"),
                      ((JsonObject) file).getLong("sizeBytes")));
          return null;
        });
    id("finishRun(id:$r,status:FINISHED){id}", Map.of("r", run));
    JsonNode version =
        ask(
            "registerModelVersion(input:{projectId:$p,modelName:\""
                + name
                + "\",runId:$r,artifactPath:\"model.onnx\"}){id model{id}}",
            Map.of("p", project, "r", run));
    Map<String, String> names = new HashMap<>();
    if (version.at("/model/id").asText().equals(model)) {
      names.put("t", champion);
    }
    champion = version.path("id").asText();
    model = version.at("/model/id").asText();
    names.put("m", model);
    names.put("v", champion);
    String expected = names.containsKey("t") ? ",expectedTargetId:$t" : "";
    ask(
        "setModelAlias(input:{modelId:$m,alias:\"champion\",modelVersionId:$v"
            + expected
            + "}){name}",
        names);
  }

  JsonArray model() {
    return new JsonArray()
        .add(output("model.onnx", "\b any"))
        .add(output("reference-profile.json", PROFILE))
        .add(output("signature.json", SIGNATURE));
  }

  JsonObject output(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new JsonObject()
        .put("path", path)
        .put("digest", with.objects.putBytes(tenantId(), bytes).digest())
        .put("sizeBytes", (long) bytes.length);
  }

  String policy(String more, Map<String, String> names) {
    Map<String, String> variables =
        new HashMap<>(Map.of("m", model, "d", dataset, "v", evaluation, "e", experiment));
    variables.putAll(names);
    return id(
        "setRetrainingPolicy(input:{modelId:$m,datasetId:$d,evaluationDatasetId:$v,experimentId:$e,target:\"label\",maxCost:\"5\""
            + more
            + "}){id version}",
        variables);
  }

  /** The key's secret and its id, with what a policy that deploys asks for, and no COST_READ. */
  JsonNode key() {
    return owner
        .ask(
            "mutation{createApiKey(input:{name:\"ci\",permissions:[PROJECT_READ,DATASET_READ,JOB_SUBMIT,RUN_READ,RUN_WRITE,MODEL_READ,MODEL_WRITE,ENDPOINT_READ,ENDPOINT_WRITE,ALERT_READ]}){secret apiKey{id}}}")
        .data()
        .path("createApiKey");
  }

  Graph.Answer set(Graph by, String more, Map<String, String> names) {
    Map<String, String> variables =
        new HashMap<>(Map.of("m", model, "d", dataset, "v", evaluation, "e", experiment));
    variables.putAll(names);
    String declared =
        variables.keySet().stream()
            .map(name -> "$" + name + ":ID!")
            .collect(Collectors.joining(","));
    return by.ask(
        "mutation("
            + declared
            + "){setRetrainingPolicy(input:{modelId:$m,datasetId:$d,evaluationDatasetId:$v,experimentId:$e,target:\"label\",maxCost:\"5\""
            + more
            + "}){id version}}",
        variables);
  }

  Graph.Answer rollBack(JsonNode run, String id) {
    return owner.ask(
        "mutation($r:ID!,$n:Int!){rollBackRetraining(input:{id:$r,expectedVersion:$n,reason:\"worse in fact\"}){status reason}}",
        Map.of("r", id, "n", run.path("version").asInt()));
  }

  /** Trained, better, approved by another, and over. */
  JsonNode promoted(String run) {
    approve(scored(run, 10, 50, "AWAITING_APPROVAL").path("challenger"));
    return until(run, "PROMOTED");
  }

  /** A step of what is due, and of what is due later. */
  JsonNode stepped(String run) {
    with.endpoints.transact(
        tenantId(),
        tx ->
            tx.update(
                "UPDATE catalog.retraining_run SET due_at = now() WHERE tenant_id = $1 AND ended_at IS NULL",
                tx.tenantId()));
    with.loop.stepDue();
    return run(run);
  }

  String retrain(String policy) {
    return id("retrain(policyId:$p,note:\"why not\"){id}", Map.of("p", policy));
  }

  JsonNode run(String run) {
    return owner.ask(RUN, Map.of("r", run)).data().path("node");
  }

  /** Steps until it stands so, or is over; the platform's own loop may step as well. */
  JsonNode until(String run, String status) {
    JsonNode seen = run(run);
    for (int i = 0; i < 200 && !seen.path("status").asText().equals(status); i++) {
      assertThat(seen.path("status").asText())
          .as(seen.toString())
          .isIn(
              "TRIGGERED",
              "TRANSFORMING",
              "CHECKING",
              "TRAINING",
              "EVALUATING",
              "AWAITING_APPROVAL",
              "CANARY");
      seen = stepped(run);
    }
    assertThat(seen.path("status").asText()).as(seen.toString()).isEqualTo(status);
    return seen;
  }

  void ended(String job, String status, JsonArray outputs) {
    UUID jobId = GlobalId.decode("j", GraphTypes.JOB, job);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    with.endpoints.transact(
        tenantId(),
        tx -> {
          String runId =
              tx.one(
                      "UPDATE compute.job SET status = $3, outputs = $4, ended_at = $5 WHERE tenant_id = $1 AND id = $2 RETURNING run_id::text AS run_id",
                      tx.tenantId(),
                      jobId,
                      status,
                      outputs,
                      now)
                  .orElseThrow()
                  .getString("run_id");
          Event event =
              new Event(
                  Ids.next(),
                  tenantId(),
                  "JobFinished",
                  jobId,
                  new JsonObject()
                      .put("jobId", jobId.toString())
                      .put("runId", runId)
                      .put("kind", "TASK")
                      .put("status", status)
                      .put("endedAt", now.toString())
                      .put("outputs", outputs),
                  null,
                  now);
          with.runEvents.handle(tx, event);
          with.transformEvents.handle(tx, event);
          with.retrainingEvents.handle(tx, event);
          return null;
        });
  }

  JsonArray scores(int onlyChampion, int onlyChallenger) {
    return scores(
        """
        {"bothRight":500,"onlyChampion":%d,"onlyChallenger":%d,"bothWrong":40,
         "metrics":[{"name":"accuracy","champion":0.9,"challenger":0.95}]}
        """
            .formatted(onlyChampion, onlyChallenger));
  }

  /** As the scoring leaves them. */
  JsonArray scores(String json) {
    return new JsonArray().add(output("scores.json", json));
  }

  /** Trained and scored; as it stands then. */
  JsonNode scored(String run, int onlyChampion, int onlyChallenger, String status) {
    ended(until(run, "TRAINING").path("trainJobId").asText(), "SUCCEEDED", model());
    ended(
        until(run, "EVALUATING").path("scoreJobId").asText(),
        "SUCCEEDED",
        scores(onlyChampion, onlyChallenger));
    return until(run, status);
  }

  void approve(JsonNode version) {
    Graph other = with.graph(with.tenants.keyFor(made.tenant(), Role.OWNER));
    Graph.Answer answer =
        other.ask(
            "mutation($v:ID!,$n:Int!){approveModelVersion(input:{id:$v,expectedVersion:$n}){status}}",
            Map.of("v", version.path("id").asText(), "n", version.path("version").asInt()));
    assertThat(answer.code()).as(answer.body().toString()).isEmpty();
  }

  String aliased() {
    return owner
        .ask(
            "query($m:ID!){node(id:$m){... on RegisteredModel{aliases{name target{id}} retraining{status cooldownUntil breaker{trainings open} runs{edges{node{id}}}}}}}",
            Map.of("m", model))
        .data()
        .at("/node/aliases/0/target/id")
        .asText();
  }
}
