package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A policy whose transform makes what is trained on; what jobs leave is told here. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingTransformIT {
  private static final String TRANSFORM =
      ",transform:{datasetId:$t,sql:\"SELECT * FROM data WHERE label IS NOT NULL\"}";

  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;
  @Inject RunLoop loop;

  private RetrainingWorld world;
  private String source;
  private String shaped;

  @BeforeEach
  void make(TestInfo test) {
    world = worlds.make("shaped-" + test.getTestMethod().orElseThrow().getName().hashCode());
    source = world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    shaped = world.dataset("shaped");
  }

  private String policy(String more, Map<String, String> names) {
    Map<String, String> all = new java.util.HashMap<>(names);
    all.put("t", shaped);
    return world.policy(TRANSFORM + more, all);
  }

  /** What the transform's job leaves; as the run stands then. */
  private JsonNode made(String run) {
    JsonNode making = world.until(run, "TRANSFORMING");
    while (making.path("transformVersionId").isNull()) {
      making = world.stepped(run);
    }
    world.ended(
        making.at("/steps/0/jobId").asText(),
        "SUCCEEDED",
        new JsonArray().add(world.output("data.csv", "label,colour\n1,red " + run)));
    return world.run(run);
  }

  @Test
  void whatTheTransformMakesIsTrainedOnOnceItIsValidated() {
    String run = world.retrain(policy("", Map.of()));
    JsonNode sealed = made(run);
    String version = sealed.path("transformVersionId").asText();
    assertThat(sealed.path("sourceVersionId").asText()).isEqualTo(source);
    assertThat(sealed.path("transformReused").asBoolean()).isFalse();

    world.until(run, "CHECKING");
    assertThat(world.stepped(run).path("waitsFor").asText())
        .isEqualTo("version 1 of its data is being validated");
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));

    JsonNode training = world.until(run, "TRAINING");
    assertThat(training.path("trainingVersionId").asText()).isEqualTo(version);
    assertThat(training.at("/steps/0/name").asText()).isEqualTo("TRANSFORM");
    assertThat(training.at("/steps/0/state").asText()).isEqualTo("DONE");
    assertThat(training.at("/steps/0/endedAt").isNull()).isFalse();
    assertThat(training.at("/steps/1/name").asText()).isEqualTo("CHECKS");
    assertThat(training.at("/checks/2/seen").asText())
        .isEqualTo("version 1, which the transform made, is VALIDATED");
    world.ended(training.path("trainJobId").asText(), "FAILED", new JsonArray());
    world.until(run, "DECLINED");
  }

  @Test
  void whatWasMadeOfTheSameBeforeIsTakenAndNothingRuns() {
    String policy = policy(",cooldown:\"PT0S\"", Map.of());
    String first = world.retrain(policy);
    String version = made(first).path("transformVersionId").asText();
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));
    world.ended(
        world.until(first, "TRAINING").path("trainJobId").asText(), "FAILED", new JsonArray());
    world.until(first, "DECLINED");

    String second = world.retrain(policy);
    JsonNode training = world.until(second, "TRAINING");

    assertThat(training.path("transformVersionId").asText()).isEqualTo(version);
    assertThat(training.path("transformReused").asBoolean()).isTrue();
    assertThat(training.at("/steps/0/jobId").isNull()).isTrue();
    assertThat(transformJobs()).isEqualTo(1);
  }

  @Test
  void aTransformThatFailsAndDataThatItsChecksRejectEndTheRun() {
    String policy = policy("", Map.of());
    String failed = world.retrain(policy);
    JsonNode making = world.until(failed, "TRANSFORMING");
    while (making.path("transformVersionId").isNull()) {
      making = world.stepped(failed);
    }
    world.ended(making.at("/steps/0/jobId").asText(), "FAILED", new JsonArray());
    JsonNode declined = world.until(failed, "DECLINED");
    assertThat(declined.path("reason").asText()).startsWith("transforming: its transform failed");
    assertThat(declined.at("/steps/0/state").asText()).isEqualTo("STOPPED");

    String rejected = world.retrain(policy);
    world.judged(made(rejected).path("transformVersionId").asText(), "VALIDATING", "REJECTED");
    assertThat(world.until(rejected, "DECLINED").path("reason").asText())
        .contains("DATA: version 2, which the transform made, is REJECTED");
  }

  /** Whoever dies after the submission finds it done, and whoever died before has done nothing. */
  @Test
  void howeverManyStepItATransformIsSubmittedOnce() throws InterruptedException {
    String run = world.retrain(policy("", Map.of()));
    world.until(run, "TRANSFORMING");
    Thread[] others = new Thread[6];
    for (int i = 0; i < others.length; i++) {
      others[i] = Thread.ofVirtual().start(loop::stepDue);
    }
    for (Thread other : others) {
      other.join();
    }
    world.stepped(run);

    assertThat(transformJobs()).isEqualTo(1);
  }

  @Test
  void dataThatAnotherSuiteHasCheckedIsNotTrainedOn() {
    String first = suite();
    String second = suite();
    String run = world.retrain(policy(",suiteId:$s", Map.of("s", first)));
    String version = made(run).path("transformVersionId").asText();
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));
    checkedBy(version, second);

    assertThat(world.until(run, "DECLINED").path("reason").asText())
        .contains("SUITE: checked by suite 2 (expected: suite 1)");

    checkedBy(version, first);
    String again =
        world.retrain(
            world
                .owner
                .ask(
                    "query($m:ID!){node(id:$m){... on RegisteredModel{retraining{id}}}}",
                    Map.of("m", world.model))
                .data()
                .at("/node/retraining/id")
                .asText());
    world.until(again, "TRAINING");
  }

  @Test
  void aPolicyMakesNoDataThatItReadsAndNamesASuiteOfWhatItTrainsOn() {
    Graph.Answer itself =
        world.set(world.owner, ",transform:{datasetId:$d,sql:\"SELECT 1\"}", Map.of());
    assertThat(itself.field()).isEqualTo("input.transform.datasetId");
    Graph.Answer empty =
        world.set(world.owner, ",transform:{datasetId:$t,sql:\" \"}", Map.of("t", shaped));
    assertThat(empty.field()).isEqualTo("input.transform.sql");
    Graph.Answer foreign = world.set(world.owner, ",suiteId:$s", Map.of("s", suite()));
    assertThat(foreign.code()).hasValue("NOT_FOUND");
    Graph.Answer mayNotWrite =
        world.set(
            worlds.graph(world.key().path("secret").asText()), TRANSFORM, Map.of("t", shaped));
    assertThat(mayNotWrite.code()).hasValue("FORBIDDEN");
  }

  private String suite() {
    var id = Ids.next();
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.expectation_suite
                  (tenant_id, id, project_id, dataset_id, number, digest, expectations, created_at, created_by, created_by_kind, created_by_id)
                SELECT $1, $2, $3, $4, count(*) + 1, $5, '[]', now(), 'me', 'PERSON', $2
                FROM catalog.expectation_suite
                WHERE tenant_id = $1 AND dataset_id = $4
                """,
                tx.tenantId(),
                id,
                world.projectId(),
                GlobalId.decode("d", GraphTypes.DATASET, shaped),
                RetrainingWorld.digest()));
    return GraphTypes.id(GraphTypes.EXPECTATION_SUITE, id);
  }

  private void checkedBy(String version, String suite) {
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.validation
                  (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, status, started_at, ended_at)
                SELECT $1, $2, $3, v.id, s.id, v.digest, s.digest, 'PASSED', now(), now()
                FROM catalog.dataset_version v, catalog.expectation_suite s
                WHERE v.tenant_id = $1 AND v.id = $4 AND s.tenant_id = $1 AND s.id = $5
                """,
                tx.tenantId(),
                Ids.next(),
                world.projectId(),
                GlobalId.decode("v", GraphTypes.DATASET_VERSION, version),
                GlobalId.decode("s", GraphTypes.EXPECTATION_SUITE, suite)));
  }

  private long transformJobs() {
    return endpoints.transact(
        world.tenantId(),
        tx ->
            tx.one(
                    "SELECT count(*) AS jobs FROM compute.job WHERE tenant_id = $1 AND name = 'transform'",
                    tx.tenantId())
                .orElseThrow()
                .getLong("jobs"));
  }
}
