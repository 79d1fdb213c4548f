package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.catalog.experiment.RunJobEvents;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.retraining.run.RetrainingEvents;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.api.testing.VersionFiles;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.object.TenantObjects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy's run from its trigger to its end; what jobs leave is told here. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingIT {
  private static final String PROFILE =
      """
      {"rows":400,"features":[{"name":"size","tensor":"features","column":0,
        "bins":{"kind":"numeric","edges":[1,2,3]},"counts":[100,100,100,100,0]}]}
      """;
  private static final String RUN =
      """
      query($r:ID!){node(id:$r){... on RetrainingRun{status reason waitsFor version trigger
        champion{id} challenger{id number status version} checks{name passed seen}
        steps{name state jobId} consumed{kind} trainJobId scoreJobId rolloutId estimate{amount} cost{amount}
        comparison{rows bothRight onlyChampion onlyChallenger bothWrong pValue lower upper metrics{name champion challenger}}}}}
      """;

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject VersionFiles files;
  @Inject TenantObjects objects;
  @Inject RunJobEvents runEvents;
  @Inject RetrainingEvents retrainingEvents;
  @Inject RunLoop loop;
  @Inject RolloutReads rollouts;
  @Inject RolloutChanges changes;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final String project;
    final String dataset;
    final String evaluation;
    final String experiment;
    String model;
    String champion;

    World(String slug) {
      made = tenants.make(slug);
      owner = new Graph("http://127.0.0.1:" + port, made.key());
      project = id("createProject(input:{slug:\"wine\",name:\"Wine\"}){id}", Map.of());
      dataset = dataset("train");
      evaluation = dataset("evaluation");
      experiment =
          id("createExperiment(input:{projectId:$p,name:\"e\"}){id}", Map.of("p", project));
      champion();
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
      String version = id("openDatasetVersion(datasetId:$d){id}", Map.of("d", datasetId));
      files.add(tenantId(), version, "wine.csv");
      id("sealDatasetVersion(id:$v){id}", Map.of("v", version));
      return version;
    }

    void judged(String version, String... statuses) {
      UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
      endpoints.transact(
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

    /** A VALIDATED version, whose profile says this. */
    String validated(String datasetId, long rows, long missing) {
      String version = sealed(datasetId);
      judged(version, "VALIDATING", "VALIDATED");
      UUID versionId = GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
      JsonObject column =
          new JsonObject()
              .put("name", "label")
              .put("type", "VARCHAR")
              .put("missing", 0)
              .put("histogram", new JsonArray());
      JsonObject profile =
          new JsonObject()
              .put("rows", rows)
              .put(
                  "columns",
                  new JsonArray()
                      .add(column)
                      .add(column.copy().put("name", "colour").put("missing", missing)));
      endpoints.transact(
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
      return version;
    }

    void champion() {
      String run = id("createRun(input:{experimentId:$e}){id}", Map.of("e", experiment));
      UUID runId = GlobalId.decode("r", GraphTypes.RUN, run);
      endpoints.transact(
          tenantId(),
          tx -> {
            model()
                .forEach(
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
              "registerModelVersion(input:{projectId:$p,modelName:\"wine\",runId:$r,artifactPath:\"model.onnx\"}){id model{id}}",
              Map.of("p", project, "r", run));
      champion = version.path("id").asText();
      model = version.at("/model/id").asText();
      ask(
          "setModelAlias(input:{modelId:$m,alias:\"champion\",modelVersionId:$v}){name}",
          Map.of("m", model, "v", champion));
    }

    JsonArray model() {
      return new JsonArray()
          .add(output("model.onnx", "\b any"))
          .add(output("reference-profile.json", PROFILE))
          .add(output("signature.json", "{\"inputs\":[],\"outputs\":[]}"));
    }

    JsonObject output(String path, String content) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return new JsonObject()
          .put("path", path)
          .put("digest", objects.putBytes(tenantId(), bytes).digest())
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
      endpoints.transact(
          tenantId(),
          tx ->
              tx.update(
                  "UPDATE catalog.retraining_run SET due_at = now() WHERE tenant_id = $1 AND ended_at IS NULL",
                  tx.tenantId()));
      loop.stepDue();
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
            .isIn("TRIGGERED", "CHECKING", "TRAINING", "EVALUATING", "AWAITING_APPROVAL", "CANARY");
        seen = stepped(run);
      }
      assertThat(seen.path("status").asText()).as(seen.toString()).isEqualTo(status);
      return seen;
    }

    void ended(String job, String status, JsonArray outputs) {
      UUID jobId = GlobalId.decode("j", GraphTypes.JOB, job);
      OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
      endpoints.transact(
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
            runEvents.handle(tx, event);
            retrainingEvents.handle(tx, event);
            return null;
          });
    }

    JsonArray scores(int onlyChampion, int onlyChallenger) {
      return new JsonArray()
          .add(
              output(
                  "scores.json",
                  """
                  {"bothRight":500,"onlyChampion":%d,"onlyChallenger":%d,"bothWrong":40,
                   "metrics":[{"name":"accuracy","champion":0.9,"challenger":0.95}]}
                  """
                      .formatted(onlyChampion, onlyChallenger)));
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
      Graph other =
          new Graph("http://127.0.0.1:" + port, tenants.keyFor(made.tenant(), Role.OWNER));
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

  @Test
  void aBetterChallengerIsApprovedByAnotherAndTakenBackInOneGo() {
    World world = new World("retraining-promotes");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy(",cooldown:\"PT1H\"", Map.of());
    String run = world.retrain(policy);

    JsonNode waits = world.scored(run, 10, 50, "AWAITING_APPROVAL");

    assertThat(waits.at("/comparison/rows").asInt()).isEqualTo(600);
    assertThat(waits.at("/comparison/pValue").asDouble()).isLessThan(1e-4);
    assertThat(waits.at("/comparison/lower").asDouble()).isPositive();
    assertThat(waits.at("/checks")).allMatch(check -> check.path("passed").asBoolean());
    assertThat(waits.at("/checks/6/seen").asText())
        .isEqualTo("the estimate is within what a run may cost; no budget is set");
    assertThat(waits.at("/champion/id").asText()).isEqualTo(world.champion);
    assertThat(waits.at("/consumed/0/kind").asText()).isEqualTo("BY_HAND");
    assertThat(waits.at("/steps/3/state").asText()).isEqualTo("RUNNING");
    assertThat(new BigDecimal(waits.at("/estimate/amount").asText())).isEqualByComparingTo("5");

    world.approve(waits.path("challenger"));
    JsonNode promoted = world.until(run, "PROMOTED");
    assertThat(world.aliased()).isEqualTo(promoted.at("/challenger/id").asText());
    assertThat(promoted.at("/steps"))
        .extracting(step -> step.path("state").asText())
        .containsOnly("DONE");

    Graph.Answer back =
        world.owner.ask(
            "mutation($r:ID!,$n:Int!){rollBackRetraining(input:{id:$r,expectedVersion:$n,reason:\"worse in fact\"}){status reason}}",
            Map.of("r", run, "n", promoted.path("version").asInt()));
    assertThat(back.data().at("/rollBackRetraining/status").asText()).isEqualTo("ROLLED_BACK");
    assertThat(world.aliased()).isEqualTo(world.champion);
  }

  @Test
  void oneThatIsNoBetterIsDeclinedWithWhatWasSeen() {
    World world = new World("retraining-declines");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String run = world.retrain(world.policy("", Map.of()));

    JsonNode declined = world.scored(run, 28, 32, "DECLINED");

    assertThat(declined.path("reason").asText()).contains("no better", "McNemar p");
    assertThat(declined.at("/comparison/onlyChallenger").asInt()).isEqualTo(32);
    assertThat(declined.at("/challenger").isNull()).isTrue();
    assertThat(declined.at("/steps/2/state").asText()).isEqualTo("STOPPED");
  }

  @Test
  void aBrokenFeedOrTooFewRowsOrNoDataTrainNothing() {
    World world = new World("retraining-checks");
    String policy = world.policy(",minNewRows:200", Map.of());
    JsonNode nothing = world.until(world.retrain(policy), "DECLINED");
    assertThat(nothing.path("reason").asText()).contains("DATA:", "EVALUATION_DATA:");

    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    world.scored(world.retrain(policy), 28, 32, "DECLINED");
    world.validated(world.dataset, 1_100, 600);
    JsonNode broken = world.until(world.retrain(policy), "DECLINED");

    assertThat(broken.path("reason").asText())
        .contains("FEED: 55 % of rows are without colour, were 1 %", "NEW_ROWS: 100 more rows");
    assertThat(broken.at("/trainJobId").isNull()).isTrue();
  }

  @Test
  void aFailedTrainingAndARejectedChallengerEndTheRun() {
    World world = new World("retraining-ends");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy("", Map.of());
    String failed = world.retrain(policy);
    world.ended(
        world.until(failed, "TRAINING").path("trainJobId").asText(), "FAILED", new JsonArray());
    assertThat(world.until(failed, "DECLINED").path("reason").asText())
        .contains("its training is FAILED");

    String second = world.retrain(policy);
    assertThat(world.run(world.retrain(policy)).path("reason").asText())
        .contains("another run of the policy");
    world.scored(second, 0, 50, "AWAITING_APPROVAL");
  }

  @Test
  void whenTheRightsOfWhoeverSetThePolicyEndSoDoesItsRun() {
    World world = new World("retraining-rights");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    JsonNode key = world.key();
    Graph ci = new Graph("http://127.0.0.1:" + port, key.path("secret").asText());
    String policy = world.set(ci, "", Map.of()).data().at("/setRetrainingPolicy/id").asText();
    String run = world.retrain(policy);
    world.until(run, "TRAINING");
    assertThat(world.set(world.owner, ",expectedVersion:1,active:false", Map.of()).code())
        .as("another sets it meanwhile, whose rights the run is not lent")
        .isEmpty();
    world.id("revokeApiKey(id:$k){id}", Map.of("k", key.at("/apiKey/id").asText()));

    assertThat(world.until(run, "DECLINED").path("reason").asText())
        .contains("not let in any more");
  }

  @Test
  void anApprovedChallengerTakesTheEndpointByStepsAndIsTakenBack() {
    World world = new World("retraining-canary");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    Rollouts.Deployed serving =
        endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null);
    String policy =
        world.policy(
            ",endpointId:$x,canary:[{weight:5,hold:\"PT1M\"}]",
            Map.of("x", GraphTypes.id(GraphTypes.ENDPOINT, serving.endpointId())));
    String run = world.retrain(policy);
    world.approve(world.scored(run, 10, 50, "AWAITING_APPROVAL").path("challenger"));

    JsonNode canary = world.until(run, "CANARY");

    String rollout = canary.path("rolloutId").asText();
    Graph.Answer back =
        world.owner.ask(
            "mutation($r:ID!,$n:Int!){rollBackRetraining(input:{id:$r,expectedVersion:$n,reason:\"enough\"}){status}}",
            Map.of("r", run, "n", canary.path("version").asInt()));
    assertThat(back.data().at("/rollBackRetraining/status").asText()).isEqualTo("ROLLED_BACK");
    assertThat(
            world
                .owner
                .ask("query($r:ID!){node(id:$r){... on Rollout{status}}}", Map.of("r", rollout))
                .data()
                .at("/node/status")
                .asText())
        .isEqualTo("ROLLED_BACK");
    assertThat(world.aliased()).isEqualTo(world.champion);
  }

  @Test
  void aPromotionIsNotedWhoeverHasLeftAndItsRevisionHasAProfile() {
    World world = new World("retraining-noted");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    Rollouts.Deployed serving =
        endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null);
    String endpoint = GraphTypes.id(GraphTypes.ENDPOINT, serving.endpointId());
    JsonNode key = world.key();
    Graph ci = new Graph("http://127.0.0.1:" + port, key.path("secret").asText());
    String policy =
        world
            .set(ci, ",endpointId:$x,canary:[{weight:5,hold:\"PT1M\"}]", Map.of("x", endpoint))
            .data()
            .at("/setRetrainingPolicy/id")
            .asText();
    String run = world.retrain(policy);
    world.approve(world.scored(run, 10, 50, "AWAITING_APPROVAL").path("challenger"));
    JsonNode canary = world.until(run, "CANARY");

    assertThat(
            world
                .owner
                .ask(
                    "query($e:ID!){node(id:$e){... on Endpoint{revisions{driftReference{rows}}}}}",
                    Map.of("e", endpoint))
                .data()
                .at("/node/revisions"))
        .extracting(revision -> revision.at("/driftReference/rows").asInt())
        .contains(400);

    world.id("revokeApiKey(id:$k){id}", Map.of("k", key.at("/apiKey/id").asText()));
    UUID rollout = GlobalId.decode("r", GraphTypes.ROLLOUT, canary.path("rolloutId").asText());
    var started = rollouts.get(world.tenantId(), rollout);
    endpoints.becomeReady(
        world.tenantId(), new Rollouts.Deployed(serving.endpointId(), started.candidateId()));
    endpoints.transact(
        world.tenantId(),
        tx -> {
          tx.update(
              "UPDATE serving.rollout SET status = 'STEPPING', step = 1, step_since = now() WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              rollout);
          return changes.promote(tx, rollout, started.version());
        });

    JsonNode promoted = world.until(run, "PROMOTED");
    assertThat(world.aliased()).isEqualTo(promoted.at("/challenger/id").asText());

    endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null);
    assertThat(world.rollBack(promoted, run).code())
        .as("another version has the endpoint by now")
        .hasValue("CONFLICT");
    assertThat(world.aliased()).isEqualTo(promoted.at("/challenger/id").asText());
  }

  @Test
  void onlyTheNewestPromotionIsRolledBackWhileItIsTheChampion() {
    World world = new World("retraining-newest");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy("", Map.of());
    String first = world.retrain(policy);
    JsonNode second = world.promoted(first);
    world.validated(world.dataset, 990, 10);
    String newer = world.retrain(policy);
    JsonNode third = world.promoted(newer);
    assertThat(third.at("/checks/4/seen").asText()).isEqualTo("no number of new rows is demanded");

    assertThat(world.rollBack(second, first).code()).hasValue("CONFLICT");
    assertThat(world.aliased()).isEqualTo(third.at("/challenger/id").asText());

    String move =
        "setModelAlias(input:{modelId:$m,alias:\"champion\",modelVersionId:$v,expectedTargetId:$t}){name}";
    String challenger = third.at("/challenger/id").asText();
    world.ask(move, Map.of("m", world.model, "v", world.champion, "t", challenger));
    assertThat(world.rollBack(third, newer).code()).as("the alias was moved").hasValue("CONFLICT");
    assertThat(world.run(newer).path("status").asText()).isEqualTo("PROMOTED");
    world.ask(move, Map.of("m", world.model, "v", challenger, "t", world.champion));

    assertThat(world.rollBack(third, newer).code()).isEmpty();
    assertThat(world.aliased()).isEqualTo(second.at("/challenger/id").asText());
    assertThat(world.rollBack(second, first).code()).isEmpty();
    assertThat(world.aliased()).isEqualTo(world.champion);
  }

  @Test
  void aRunWaitsForDataThatIsBeingValidatedAndTakesTheNewestThatPasses() {
    World world = new World("retraining-newest-data");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String newer = world.sealed(world.dataset);
    world.judged(newer, "VALIDATING");
    String run = world.retrain(world.policy("", Map.of()));
    world.until(run, "CHECKING");

    assertThat(world.stepped(run).path("waitsFor").asText())
        .isEqualTo("version 2 of its data is being validated");

    world.judged(newer, "REJECTED");
    assertThat(world.until(run, "TRAINING").at("/checks/2/seen").asText())
        .isEqualTo("version 1 is VALIDATED; left out: 2 is REJECTED");
  }

  @Test
  void anApprovalWakesARunThatIsLookedAtSeldom() throws InterruptedException {
    World world = new World("retraining-woken");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String run = world.retrain(world.policy("", Map.of()));
    JsonNode waits = world.scored(run, 10, 50, "AWAITING_APPROVAL");
    world.stepped(run);
    boolean isSeldom =
        endpoints.transact(
            world.tenantId(),
            tx ->
                tx.one(
                        "SELECT due_at > now() + interval '40 s' AS later FROM catalog.retraining_run WHERE tenant_id = $1",
                        tx.tenantId())
                    .orElseThrow()
                    .getBoolean("later"));
    assertThat(isSeldom).isTrue();

    world.approve(waits.path("challenger"));

    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end && !world.run(run).path("status").asText().equals("PROMOTED")) {
      loop.stepDue();
      Thread.sleep(200);
    }
    assertThat(world.run(run).path("status").asText()).isEqualTo("PROMOTED");
  }

  @Test
  void aRuleIsNamedWithWhatItsKindIsReadWith() {
    World world = new World("retraining-rule");
    String rule =
        world.id(
            "createAlertRule(input:{projectId:$p,name:\"spent\",kind:BUDGET,threshold:1,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}",
            Map.of("p", world.project));
    Graph ci = new Graph("http://127.0.0.1:" + port, world.key().path("secret").asText());
    Map<String, String> names = Map.of("a", rule);

    assertThat(world.set(ci, ",alertRuleId:$a", names).code()).hasValue("FORBIDDEN");
    assertThat(world.set(world.owner, ",alertRuleId:$a", names).code()).isEmpty();
  }

  @Test
  void aPolicyIsChangedByItsVersionAndShowsItsNextTimes() {
    World world = new World("retraining-policy");
    String schedule = ",schedule:{cron:\"30 2 * * *\",zone:\"Europe/Berlin\"}";
    String policy = world.policy(schedule, Map.of());
    JsonNode shown =
        world
            .owner
            .ask(
                "query($p:ID!){node(id:$p){... on RetrainingPolicy{status next version schedule{zone} maxPValue cooldown breaker{limit open}}}}",
                Map.of("p", policy))
            .data()
            .path("node");
    assertThat(shown.path("status").asText()).isEqualTo("ARMED");
    assertThat(shown.path("next")).hasSize(5);
    assertThat(shown.at("/breaker/open").asBoolean()).isFalse();

    String again =
        "mutation($m:ID!,$d:ID!,$v:ID!,$e:ID!){setRetrainingPolicy(input:{modelId:$m,datasetId:$d,evaluationDatasetId:$v,experimentId:$e,target:\"label\",maxCost:\"5\"%s}){version next}}";
    Map<String, String> names =
        Map.of("m", world.model, "d", world.dataset, "v", world.evaluation, "e", world.experiment);
    assertThat(world.owner.ask(again.formatted(""), names).code()).hasValue("CONFLICT");
    assertThat(world.owner.ask(again.formatted(",expectedVersion:7"), names).code())
        .hasValue("CONFLICT");
    assertThat(
            world
                .owner
                .ask(again.formatted(",expectedVersion:1"), names)
                .data()
                .at("/setRetrainingPolicy/version")
                .asInt())
        .isEqualTo(2);
    Graph.Answer refused =
        world.owner.ask(
            again.formatted(",expectedVersion:2,schedule:{cron:\"* * * * *\",zone:\"UTC\"}"),
            names);
    assertThat(refused.code()).hasValue("VALIDATION");
    assertThat(refused.field()).isEqualTo("input.schedule.cron");
  }
}
