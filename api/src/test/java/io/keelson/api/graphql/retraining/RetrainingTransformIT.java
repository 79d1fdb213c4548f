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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  private String collected(String digest, long rows) {
    String version = world.sealed(world.dataset, "events.csv", digest);
    world.profiled(version, rows, Map.of("label", 0L, "colour", 0L));
    return version;
  }

  private JsonNode trained(String run, String version, long rows, long unlabelled) {
    world.profiled(version, rows, Map.of("label", unlabelled, "colour", 0L));
    JsonNode training = world.until(run, "TRAINING");
    assertThat(training.path("trainingVersionId").asText()).isEqualTo(version);
    world.ended(training.path("trainJobId").asText(), "FAILED", new JsonArray());
    world.until(run, "DECLINED");
    return training;
  }

  /** Each of them is what came meanwhile: trained on the newest alone, the others would be lost. */
  @Test
  void whatWasCollectedSinceTheLastTrainingIsTrainedOnTogether() {
    world.collects();
    String policy = policy(",minNewRows:1000,cooldown:\"PT0S\",maxTrainings:9", Map.of());
    String first = world.retrain(policy);
    trained(first, made(first).path("transformVersionId").asText(), 1_000, 0);

    List<String> came = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      came.add(RetrainingWorld.digest());
      versions.add(collected(came.getLast(), 250));
    }
    assertThat(declined(policy))
        .isEqualTo(
            "NEW_ROWS: 750 more rows collected, with a label or without (expected: at least 1,000)");
    assertThat(transformJobs()).as("known before it is paid for").isEqualTo(1);

    came.add(RetrainingWorld.digest());
    versions.add(collected(came.getLast(), 250));
    String second = world.retrain(policy);
    JsonNode making = making(second);
    assertThat(making.path("sourceVersionId").asText()).isEqualTo(versions.getLast());
    assertThat(world.inputs(making.at("/steps/0/jobId").asText()))
        .as("the rows that came, as files of one table")
        .containsExactly(
            "0/0/table-000000.csv " + came.get(0),
            "0/0/table-000001.csv " + came.get(1),
            "0/0/table-000002.csv " + came.get(2),
            "0/0/table-000003.csv " + came.get(3));
    assertThat(readBy(making)).containsExactlyInAnyOrderElementsOf(versions);
    String made = made(second).path("transformVersionId").asText();
    world.profiled(made, 990, Map.of("label", 30L, "colour", 0L));
    assertThat(world.until(second, "DECLINED").path("reason").asText())
        .as("those without a label do not count")
        .isEqualTo("NEW_ROWS: 960 more rows with a label (expected: at least 1,000)");

    versions.add(collected(RetrainingWorld.digest(), 250));
    String third = world.retrain(policy);
    making = made(third);
    assertThat(readBy(making)).containsExactlyInAnyOrderElementsOf(versions);
    JsonNode training = trained(third, making.path("transformVersionId").asText(), 1_240, 30);
    assertThat(training.at("/checks").findValuesAsText("seen"))
        .contains("1,210 more rows with a label (expected: at least 1,000)");
    assertThat(world.inputs(training.path("trainJobId").asText()))
        .containsExactly("data/data.csv " + fileOf(training.path("trainingVersionId").asText()));
    assertThat(declined(policy)).as("all of it was trained on").startsWith("NEW_ROWS: 0 more rows");
  }

  @Test
  void whatIsFoundToBeGoodAfterANewerOneWasTrainedOnIsTrainedOnNext() {
    world.collects();
    String policy = policy(",cooldown:\"PT0S\",maxTrainings:9", Map.of());
    String late = world.sealed(world.dataset, "events.csv", RetrainingWorld.digest());
    String newer = collected(RetrainingWorld.digest(), 250);
    String first = world.retrain(policy);
    JsonNode making = made(first);
    assertThat(readBy(making)).containsExactlyInAnyOrder(source, newer);
    trained(first, making.path("transformVersionId").asText(), 1_250, 0);

    world.profiled(late, 250, Map.of("label", 0L, "colour", 0L));
    String second = world.retrain(policy);
    making = made(second);
    assertThat(readBy(making)).containsExactly(late);
    trained(second, making.path("transformVersionId").asText(), 250, 0);

    String next = collected(RetrainingWorld.digest(), 250);
    assertThat(readBy(made(world.retrain(policy)))).as("nothing twice").containsExactly(next);
  }

  /** By hand, with other parameters: what it learnt from is not forgotten. */
  @Test
  void whereNothingCameSinceWhatWasReadLastIsReadAgain() {
    world.collects();
    String policy = policy(",cooldown:\"PT0S\"", Map.of());
    List<String> versions = List.of(source, collected(RetrainingWorld.digest(), 250));
    String first = world.retrain(policy);
    JsonNode making = made(first);
    assertThat(readBy(making)).containsExactlyInAnyOrderElementsOf(versions);
    trained(first, making.path("transformVersionId").asText(), 1_250, 0);

    JsonNode again = world.until(world.retrain(policy), "TRAINING");
    assertThat(again.path("transformVersionId")).isEqualTo(making.path("transformVersionId"));
    assertThat(again.path("transformReused").asBoolean()).isTrue();
    assertThat(transformJobs()).isEqualTo(1);
  }

  @Test
  void ofMoreThanAHundredVersionsTheNewestAreRead() {
    world.collects();
    copied(source, 104);
    String newest = collected(RetrainingWorld.digest(), 250);
    JsonNode making = making(world.retrain(policy("", Map.of())));

    assertThat(making.path("sourceVersionId").asText()).isEqualTo(newest);
    assertThat(readBy(making)).hasSize(100).contains(newest).doesNotContain(source);
  }

  /** Captures say what was asked, labels what turned out to be true of it, often much later. */
  @Test
  void labelsThatCameLaterAreJoinedToWhatWasCollected() {
    world.collects();
    String labels = world.dataset("labels");
    String names =
        ",transform:{datasetId:$t,labelsDatasetId:$l,sql:\"SELECT d.*, l.label FROM data d JOIN labels l USING (id)\"}";
    String policy = world.policy(names, Map.of("t", shaped, "l", labels));
    assertThat(declined(policy)).isEqualTo("DATA: the data set of labels has no VALIDATED version");
    assertThat(transformJobs()).isZero();

    String older = RetrainingWorld.digest();
    String newer = RetrainingWorld.digest();
    world.collects(labels);
    for (String digest : List.of(older, newer)) {
      world.profiled(world.sealed(labels, "events.csv", digest), 50, Map.of("label", 0L));
    }
    String run = world.retrain(policy);
    JsonNode making = making(run);
    assertThat(world.inputs(making.at("/steps/0/jobId").asText()))
        .hasSize(3)
        .anyMatch(input -> input.startsWith("0/0/"))
        .contains("1/0/table-000000.csv " + older, "1/0/table-000001.csv " + newer);
    trained(run, made(run).path("transformVersionId").asText(), 100, 0);

    world.profiled(
        world.sealed(labels, "events.csv", RetrainingWorld.digest()), 50, Map.of("label", 0L));
    JsonNode again = making(world.retrain(policy));
    assertThat(again.path("transformVersionId"))
        .as("of the same with more labels it makes more")
        .isNotEqualTo(making.path("transformVersionId"));
    assertThat(world.inputs(again.at("/steps/0/jobId").asText())).hasSize(4);
  }

  @Test
  void aPolicyDoesNotMakeItsLabels() {
    Graph.Answer itself =
        world.set(
            world.owner,
            ",transform:{datasetId:$t,labelsDatasetId:$t,sql:\"SELECT 1\"}",
            Map.of("t", shaped));
    assertThat(itself.field()).isEqualTo("input.transform.datasetId");
    Graph.Answer foreign =
        world.set(
            world.owner,
            ",transform:{datasetId:$t,labelsDatasetId:$l,sql:\"SELECT 1\"}",
            Map.of("t", shaped, "l", GraphTypes.id(GraphTypes.DATASET, UUID.randomUUID())));
    assertThat(foreign.code()).hasValue("NOT_FOUND");
  }

  /** Without their files, which are of no matter. */
  private void copied(String version, int times) {
    endpoints.transact(
        world.tenantId(),
        tx -> {
          int copies =
              tx.update(
                  """
                  INSERT INTO catalog.dataset_version
                  SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'number', v.number + g))).*
                  FROM catalog.dataset_version v
                  CROSS JOIN generate_series(1, $3) AS g
                  WHERE v.tenant_id = $1 AND v.id = $2
                  """,
                  tx.tenantId(),
                  GlobalId.decode("v", GraphTypes.DATASET_VERSION, version),
                  times);
          tx.update(
              "UPDATE catalog.dataset SET last_number = last_number + $3 WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              GlobalId.decode("d", GraphTypes.DATASET, world.dataset),
              times);
          return copies;
        });
  }

  private List<String> readBy(JsonNode run) {
    JsonNode inputs =
        world
            .owner
            .ask(
                "query($v:ID!){node(id:$v){... on DatasetVersion{transform{inputs{name version{id}}}}}}",
                Map.of("v", run.path("transformVersionId").asText()))
            .data()
            .at("/node/transform/inputs");
    assertThat(inputs.findValuesAsText("name")).containsOnly("data");
    return inputs.findValuesAsText("id");
  }

  private String fileOf(String version) {
    return world
        .owner
        .ask(
            "query($v:ID!){node(id:$v){... on DatasetVersion{files{edges{node{digest}}}}}}",
            Map.of("v", version))
        .data()
        .at("/node/files/edges/0/node/digest")
        .asText();
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
