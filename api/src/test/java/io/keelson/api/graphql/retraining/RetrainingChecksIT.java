package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.tenancy.database.GlobalId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run looks at before it trains, and what declines it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingChecksIT {
  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;

  @Test
  void oneThatIsNoBetterIsDeclinedWithWhatWasSeen() {
    RetrainingWorld world = worlds.make("retraining-declines");
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
    RetrainingWorld world = worlds.make("retraining-checks");
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
    assertThat(told(world))
        .as("the owner may decide")
        .containsExactly(
            "Not retrained, the feed looks broken: 55 % of rows are without colour, were 1 %");
  }

  /** What people of the world's were told of its model. */
  private List<String> told(RetrainingWorld world) {
    return endpoints.transact(
        world.tenantId(),
        tx ->
            tx.list(
                row -> row.getString("text"),
                "SELECT text FROM catalog.inbox_thread WHERE tenant_id = $1 AND reason = 'DECISION_ASKED' AND subject_id = $2",
                tx.tenantId(),
                GlobalId.decode("m", GraphTypes.MODEL, world.model)));
  }

  /** The window that an alert fired for is looked at beside the model's own profile. */
  @Test
  void anAlertOfAFeedThatBreaksLiveAsksPeopleAndTrainsNothing() {
    RetrainingWorld world = worlds.make("retraining-live-feed");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String waitsFor = world.sealed(world.dataset);
    world.judged(waitsFor, "VALIDATING");
    String run = world.retrain(world.policy("", Map.of()));
    StoredAlerts.ofDrift(
        endpoints,
        world.tenantId(),
        world.projectId(),
        GlobalId.decode("v", GraphTypes.MODEL_VERSION, world.champion),
        GlobalId.decode("r", GraphTypes.RETRAINING_RUN, run));
    world.judged(waitsFor, "REJECTED");

    JsonNode declined = world.until(run, "DECLINED");

    assertThat(declined.path("reason").asText())
        .startsWith("FEED: asked live, more values of 1 feature are missing or of another type")
        .as("read with MODEL_READ")
        .doesNotContain("size", "90");
    assertThat(told(world)).hasSize(1);
  }

  /** Nothing has drifted, so that no alert asks for it: the features that are known are as ever. */
  @Test
  void anEndpointThatIsAskedWithWhatTrainingHasNotSeenAsksPeopleAndTrainsNothing() {
    RetrainingWorld world = worlds.make("retraining-unseen-inputs");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    UUID endpoint =
        endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null).endpointId();
    String policy =
        world.policy(
            ",cooldown:\"PT0S\",endpointId:$x",
            Map.of("x", GraphTypes.id(GraphTypes.ENDPOINT, endpoint)));
    UUID champion = GlobalId.decode("v", GraphTypes.MODEL_VERSION, world.champion);
    StoredAlerts.judged(endpoints, world.tenantId(), endpoint, champion, 900);
    String waitsFor = world.sealed(world.dataset);
    world.judged(waitsFor, "VALIDATING");
    String run = world.retrain(policy);
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                "UPDATE catalog.retraining_run SET kind = 'NEW_DATA' WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                GlobalId.decode("r", GraphTypes.RETRAINING_RUN, run)));
    world.judged(waitsFor, "REJECTED");

    JsonNode declined = world.until(run, "DECLINED");
    assertThat(declined.path("reason").asText())
        .startsWith(
            "FEED: asked live, the schema has changed: most rows have inputs that training has not seen")
        .as("read with MODEL_READ")
        .doesNotContain("colour", "900");
    assertThat(declined.at("/trainJobId").isNull()).isTrue();
    assertThat(told(world)).hasSize(1);
    JsonNode window =
        world
            .owner
            .ask(
                "query($x:ID!){node(id:$x){... on Endpoint{drift{rows unseenRows unseenInputs}}}}",
                Map.of("x", GraphTypes.id(GraphTypes.ENDPOINT, endpoint)))
            .data()
            .at("/node/drift/0");
    assertThat(window.path("unseenRows").asLong()).isEqualTo(900);
    assertThat(window.at("/unseenInputs/0").asText()).isEqualTo("colour");

    String byHand = world.retrain(policy);
    JsonNode asked = world.until(byHand, "TRAINING");
    assertThat(asked.path("checks").findValuesAsText("seen"))
        .as("whoever asks for it is told")
        .anySatisfy(
            seen ->
                assertThat(seen)
                    .contains("most rows have inputs that training has not seen")
                    .endsWith("that declines no run that somebody asks for"));
    world.ended(asked.path("trainJobId").asText(), "FAILED", new JsonArray());
    world.until(byHand, "DECLINED");

    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                "UPDATE serving.drift_window SET unseen_rows = 400 WHERE tenant_id = $1",
                tx.tenantId()));
    JsonNode training = world.until(world.retrain(policy), "TRAINING");
    assertThat(training.path("checks").findValuesAsText("seen"))
        .contains(
            "columns and missing values are as they were; so is what the endpoint is asked with");
  }

  /**
   * Each version is what came meanwhile, and without a transform the newest alone is trained on.
   */
  @Test
  void ofCollectedDataTheLabelledRowsOfTheVersionThatIsTrainedOnCount() {
    RetrainingWorld world = worlds.make("retraining-collected");
    world.collects();
    world.validated(world.dataset, 650, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy(",minNewRows:700", Map.of());
    assertThat(world.until(world.retrain(policy), "DECLINED").path("reason").asText())
        .isEqualTo("NEW_ROWS: 650 more rows with a label (expected: at least 700)");

    world.validated(world.dataset, 300, 10);
    assertThat(world.until(world.retrain(policy), "DECLINED").path("reason").asText())
        .as("what is not trained on does not count")
        .isEqualTo("NEW_ROWS: 300 more rows with a label (expected: at least 700)");
    world.profiled(world.sealed(world.dataset), 900, Map.of("label", 250L, "colour", 10L));
    assertThat(world.until(world.retrain(policy), "DECLINED").path("reason").asText())
        .isEqualTo("NEW_ROWS: 650 more rows with a label (expected: at least 700)");

    String digest = RetrainingWorld.digest();
    String enough = world.sealed(world.dataset, "wine.csv", digest);
    world.profiled(enough, 800, Map.of("label", 0L, "colour", 10L));
    String run = world.retrain(policy);
    JsonNode training = world.until(run, "TRAINING");
    assertThat(training.path("trainingVersionId").asText()).isEqualTo(enough);
    assertThat(world.inputs(training.path("trainJobId").asText()))
        .containsExactly("data/wine.csv " + digest);
    world.scored(run, 28, 32, "DECLINED");
    assertThat(world.until(world.retrain(policy), "DECLINED").path("reason").asText())
        .as("it was trained on")
        .isEqualTo("NEW_ROWS: 0 more rows with a label (expected: at least 700)");
  }

  @Test
  void aRunWaitsForDataThatIsBeingValidatedAndTakesTheNewestThatPasses() {
    RetrainingWorld world = worlds.make("retraining-newest-data");
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
  void rowsThatWereTrainedOnAreLeftOutAndOfTooFewNothingIsConcluded() {
    RetrainingWorld world = worlds.make("retraining-unseen");
    String data = world.validated(world.dataset, 1_000, 10);
    String evaluation = world.validated(world.evaluation, 600, 0);
    String run = world.retrain(world.policy("", Map.of()));
    world.ended(
        world.until(run, "TRAINING").path("trainJobId").asText(), "SUCCEEDED", world.model());
    JsonNode evaluating = world.until(run, "EVALUATING");

    UUID job = GlobalId.decode("j", GraphTypes.JOB, evaluating.path("scoreJobId").asText());
    List<String> inputs =
        endpoints.transact(
            world.tenantId(),
            tx ->
                tx.list(
                    row -> row.getString("path"),
                    """
                    SELECT i ->> 'path' AS path
                    FROM compute.job j
                    CROSS JOIN LATERAL jsonb_array_elements(j.inputs) AS i
                    WHERE j.tenant_id = $1 AND j.id = $2
                    """,
                    tx.tenantId(),
                    job));
    assertThat(inputs).contains("rows/wine.csv", "trained/challenger/wine.csv");
    List<String> read =
        endpoints.transact(
            world.tenantId(),
            tx ->
                tx.list(
                    row -> GraphTypes.id(GraphTypes.DATASET_VERSION, row.getUUID("id")),
                    "SELECT dataset_version_id AS id FROM catalog.job_dataset WHERE tenant_id = $1 AND job_id = $2",
                    tx.tenantId(),
                    job));
    assertThat(read).containsExactlyInAnyOrder(data, evaluation);

    world.ended(
        evaluating.path("scoreJobId").asText(),
        "SUCCEEDED",
        world.scores(
            """
            {"bothRight":0,"onlyChampion":0,"onlyChallenger":20,"bothWrong":0,
             "labelled":600,"duplicates":100,"inTraining":480,"metrics":[]}
            """));
    JsonNode declined = world.until(run, "DECLINED");

    assertThat(declined.path("reason").asText())
        .contains("20 rows are left", "100 are duplicates", "480 are in what", "at least 30");
    assertThat(declined.at("/comparison/duplicates").asLong()).isEqualTo(100);
    assertThat(declined.at("/comparison/inTraining").asLong()).isEqualTo(480);
    assertThat(declined.at("/comparison/notSampled").asLong()).isZero();
    assertThat(declined.at("/challenger").isNull()).isTrue();
  }

  @Test
  void aChampionThatWasTrainedOnWhatNobodyReadsAnyMoreIsCompared() {
    for (String because : List.of("removed", "rejected")) {
      RetrainingWorld world = worlds.make("retraining-champion-on-" + because);
      String gone = world.validated(world.dataset("gone"), 1_000, 10);
      world.championOn(gone);
      if (because.equals("removed")) {
        world.removed(gone);
      } else {
        world.judged(gone, "VALIDATING", "REJECTED");
      }
      world.validated(world.dataset, 1_000, 10);
      world.validated(world.evaluation, 600, 0);
      String run = world.retrain(world.policy("", Map.of()));

      JsonNode training = world.until(run, "TRAINING");
      assertThat(training.at("/checks").findValuesAsText("seen"))
          .as(because)
          .anyMatch(seen -> seen.endsWith("those of the champion are not known"));
      world.ended(training.path("trainJobId").asText(), "SUCCEEDED", world.model());
      world.until(run, "EVALUATING");
    }
  }

  @Test
  void whatIsTrainedOnUnderAnotherNameIsNotScoredOn() {
    RetrainingWorld world = worlds.make("retraining-same");
    String digest = RetrainingWorld.digest();
    for (String dataset : List.of(world.dataset, world.evaluation)) {
      String version =
          world.sealed(dataset, dataset.equals(world.dataset) ? "a.csv" : "b.csv", digest);
      world.profiled(version, 600, Map.of("label", 0L, "colour", 0L));
    }
    JsonNode declined = world.until(world.retrain(world.policy("", Map.of())), "DECLINED");

    assertThat(declined.path("reason").asText())
        .contains("EVALUATION_DATA: its file is among what the challenger would be trained on");
    assertThat(declined.at("/trainJobId").isNull()).isTrue();
  }

  @Test
  void whatCouldNotBeScoredIsNotTrained() {
    RetrainingWorld world = worlds.make("retraining-scorable");
    world.profiled(world.sealed(world.dataset), 1_000, Map.of("label", 0L, "size", 0L));
    world.profiled(
        world.sealed(world.evaluation, "wine.parquet", RetrainingWorld.digest()),
        600,
        Map.of("label", 580L));
    JsonNode declined = world.until(world.retrain(world.policy("", Map.of())), "DECLINED");

    assertThat(declined.path("reason").asText())
        .contains(
            "SCORABLE: ",
            "the evaluation data is not CSV",
            "the evaluation data has 20 rows with a label (expected: at least 30)",
            "the evaluation data lacks columns that the champion is asked with: colour",
            "the evaluation data lacks columns that the challenger is asked with: size");
    assertThat(declined.at("/trainJobId").isNull()).isTrue();
  }

  @Test
  void aFileThatProfilesReadAndScoringsDoNotIsFoundOutBeforeATraining() {
    RetrainingWorld world = worlds.make("retraining-delimiter");
    world.validated(world.dataset, 1_000, 10);
    world.profiled(world.sealed(world.evaluation), 600, Map.of("label", 0L, "colour", 0L), ";");

    JsonNode declined = world.until(world.retrain(world.policy("", Map.of())), "DECLINED");
    assertThat(declined.path("reason").asText())
        .contains("SCORABLE: the evaluation data is separated by ';' (expected: ");
    assertThat(declined.at("/trainJobId").isNull()).isTrue();
  }

  @Test
  void aChampionOfAnotherMakingIsFoundOutBeforeATraining() {
    RetrainingWorld world = worlds.make("retraining-unsigned");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    world.champion("wine", new JsonArray().add(world.output("model.onnx", "\b any")));

    JsonNode declined = world.until(world.retrain(world.policy("", Map.of())), "DECLINED");
    assertThat(declined.path("reason").asText())
        .contains("SCORABLE: the champion lacks model.onnx or signature.json");
  }
}
