package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.tenancy.database.GlobalId;
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
  private RetrainingSuites suites;
  private String source;
  private String shaped;

  @BeforeEach
  void make(TestInfo test) {
    world = worlds.make("shaped-" + test.getTestMethod().orElseThrow().getName().hashCode());
    source = world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    shaped = world.dataset("shaped");
    suites = new RetrainingSuites(endpoints, world);
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
    String run = world.retrain(policy(",suiteId:$s", Map.of("s", first)));
    String version = made(run).path("transformVersionId").asText();
    String second = suite();
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));
    suites.checkedBy(version, second);

    assertThat(world.until(run, "DECLINED").path("reason").asText())
        .contains("SUITE: checked by suite 2 (expected: suite 1)");

    suites.checkedBy(version, first);
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

  @Test
  void whatIsKnownToDeclineItIsFoundBeforeATransformIsPaidFor() {
    String first = suite();
    String second = suite();
    assertThat(declined(policy(",suiteId:$s", Map.of("s", first))))
        .isEqualTo(
            "SUITE: what the transform would make is checked by suite 2 (expected: suite 1)");
    String evaluation = world.sealed(world.evaluation);
    world.judged(evaluation, "VALIDATING", "VALIDATED");
    world.championOn(evaluation);
    assertThat(declined(policy(",suiteId:$s,expectedVersion:1", Map.of("s", second))))
        .isEqualTo("EVALUATION_DATA: the champion was trained on it");
    assertThat(transformJobs()).isZero();
  }

  private String declined(String policy) {
    return world.until(world.retrain(policy), "DECLINED").path("reason").asText();
  }

  /** Until a waiver lets it through, which then needs no other job either. */
  @Test
  void whatWasRejectedBeforeIsMadeAgainAtNoTrigger() {
    String policy = policy(",cooldown:\"PT1H\",maxTrainings:3", Map.of());
    String first = world.retrain(policy);
    String version = made(first).path("transformVersionId").asText();
    world.judged(version, "VALIDATING", "REJECTED");
    rejectedWith(version, "a.csv: 'secret' is no number");
    JsonNode declined = world.until(first, "DECLINED");
    assertThat(declined.path("reason").asText())
        .isEqualTo("DATA: version 1, which the transform made, is REJECTED");
    assertThat(cooldown()).as("its job has cost something").isNotNull();
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));
    world.judged(version, "VALIDATING", "REJECTED");

    String second = world.retrain(policy);
    JsonNode again = world.until(second, "DECLINED");
    assertThat(again.path("transformVersionId").asText()).isEqualTo(version);
    assertThat(again.path("transformReused").asBoolean()).isTrue();
    assertThat(transformJobs()).isEqualTo(1);

    suites.waived(version, suite());
    String third = world.retrain(policy);
    assertThat(world.until(third, "TRAINING").path("trainingVersionId").asText())
        .isEqualTo(version);
    assertThat(transformJobs()).isEqualTo(1);
  }

  @Test
  void aTransformThatFailedIsNotPaidForAtEachTriggerAndCounts() {
    String policy = policy(",maxTrainings:1", Map.of());
    String first = world.retrain(policy);
    fails(making(first), "FAILED");
    assertThat(world.until(first, "DECLINED").path("reason").asText())
        .isEqualTo("transforming: its transform failed or left nothing, version 1 says why");
    Graph.Answer over =
        world.owner.ask(
            "mutation($p:ID!){retrain(policyId:$p,note:\"again\"){id}}", Map.of("p", policy));
    assertThat(over.code()).as("the breaker").hasValue("CONFLICT");

    String waitsFor = world.sealed(world.dataset);
    world.judged(waitsFor, "VALIDATING");
    String triggered = world.retrain(policy(",cooldown:\"PT0S\",expectedVersion:1", Map.of()));
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                "UPDATE catalog.retraining_run SET kind = 'NEW_DATA' WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                GlobalId.decode("r", GraphTypes.RETRAINING_RUN, triggered)));
    world.judged(waitsFor, "REJECTED");
    assertThat(world.until(triggered, "DECLINED").path("reason").asText())
        .startsWith("transforming: the same was rejected before");
    assertThat(transformJobs()).isEqualTo(1);
  }

  @Test
  void aRunWaitsForWhatSomebodyElsesJobMakesAndAsksItselfWhereThatIsCancelled() {
    String first = world.retrain(policy("", Map.of()));
    JsonNode makes = making(first);
    world.champion("other", world.model());
    String second = world.retrain(policy("", Map.of()));
    JsonNode waits = making(second);
    assertThat(waits.path("transformVersionId")).isEqualTo(makes.path("transformVersionId"));
    assertThat(waits.at("/steps/0/jobId").isNull()).isTrue();
    assertThat(waits.path("transformReused").asBoolean()).isFalse();

    fails(makes, "CANCELLED");
    JsonNode own = making(second);
    while (own.at("/steps/0/jobId").isNull()) {
      assertThat(own.path("status").asText()).isEqualTo("TRANSFORMING");
      own = world.stepped(second);
    }
    assertThat(own.path("transformVersionId")).isNotEqualTo(makes.path("transformVersionId"));
    assertThat(transformJobs()).isEqualTo(2);
  }

  /** The day counts from when the state began: its own transform has not used it up. */
  @Test
  void aRunThatWaitedForItsSourceWaitsForWhatItPaidForToo() {
    String run = world.retrain(policy("", Map.of()));
    String version = made(run).path("transformVersionId").asText();
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                "UPDATE catalog.retraining_run SET created_at = created_at - interval '25 hours' WHERE tenant_id = $1",
                tx.tenantId()));
    world.until(run, "CHECKING");
    assertThat(world.stepped(run).path("waitsFor").asText())
        .isEqualTo("version 1 of its data is being validated");
    world.profiled(version, 990, Map.of("label", 0L, "colour", 10L));
    world.until(run, "TRAINING");
  }

  /** However the statement changes the rows. */
  @Test
  void aFileThatTheTransformReadsIsNotScoredOn() {
    String digest = RetrainingWorld.digest();
    world.profiled(
        world.sealed(world.dataset, "a.csv", digest), 1_000, Map.of("label", 0L, "colour", 0L));
    world.profiled(
        world.sealed(world.evaluation, "b.csv", digest), 600, Map.of("label", 0L, "colour", 0L));
    assertThat(declined(policy("", Map.of())))
        .isEqualTo("EVALUATION_DATA: its file is among what the challenger would be trained on");
    assertThat(transformJobs()).isZero();
  }

  private JsonNode making(String run) {
    JsonNode making = world.until(run, "TRANSFORMING");
    while (making.path("transformVersionId").isNull()) {
      making = world.stepped(run);
    }
    return making;
  }

  private void fails(JsonNode making, String status) {
    fails(making.at("/steps/0/jobId").asText(), status);
  }

  private void fails(String job, String status) {
    world.ended(job, status, new JsonArray());
  }

  private String cooldown() {
    return world
        .owner
        .ask(
            "query($m:ID!){node(id:$m){... on RegisteredModel{retraining{cooldownUntil}}}}",
            Map.of("m", world.model))
        .data()
        .at("/node/retraining/cooldownUntil")
        .textValue();
  }

  private void rejectedWith(String version, String text) {
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                "UPDATE catalog.dataset_version SET rejection = $3 WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                GlobalId.decode("v", GraphTypes.DATASET_VERSION, version),
                text));
  }

  private String suite() {
    return suites.suite(shaped);
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
