package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.retraining.run.RunLoop;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy's run from its trigger to its end; what jobs leave is told here. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingIT {
  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;
  @Inject RunLoop loop;

  @Test
  void aBetterChallengerIsApprovedByAnotherAndTakenBackInOneGo() {
    RetrainingWorld world = worlds.make("retraining-promotes");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy(",cooldown:\"PT1H\"", Map.of());
    String run = world.retrain(policy);

    JsonNode waits = world.scored(run, 10, 50, "AWAITING_APPROVAL");

    assertThat(waits.at("/comparison/rows").asInt()).isEqualTo(600);
    assertThat(waits.at("/comparison/pValue").asDouble()).isLessThan(1e-4);
    assertThat(waits.at("/comparison/lower").asDouble()).isPositive();
    assertThat(waits.at("/checks")).allMatch(check -> check.path("passed").asBoolean());
    assertThat(waits.at("/checks/7/seen").asText())
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
  void aFailedTrainingAndARejectedChallengerEndTheRun() {
    RetrainingWorld world = worlds.make("retraining-ends");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy("", Map.of());
    String failed = world.retrain(policy);
    world.ended(
        world.until(failed, "TRAINING").path("trainJobId").asText(), "FAILED", new JsonArray());
    assertThat(world.until(failed, "DECLINED").path("reason").asText())
        .contains("its training is FAILED");

    String second = world.retrain(policy);
    Graph.Answer refused =
        world.owner.ask("mutation($p:ID!){retrain(policyId:$p){id}}", Map.of("p", policy));
    assertThat(refused.code()).hasValue("CONFLICT");
    assertThat(refused.body().toString()).contains("another run of the policy");
    world.scored(second, 0, 50, "AWAITING_APPROVAL");
  }

  @Test
  void anApprovalWakesARunThatIsLookedAtSeldom() throws InterruptedException {
    RetrainingWorld world = worlds.make("retraining-woken");
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
  void whatAPolicyWasCanBeReadBackAndARunSaysByWhichVersionItWent() {
    RetrainingWorld world = worlds.make("retraining-versions");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy(",minNewRows:7", Map.of());
    String run = world.retrain(policy);
    Graph by = worlds.graph(world.key().path("secret").asText());
    assertThat(world.set(by, ",minNewRows:9,expectedVersion:1", Map.of()).code()).isEmpty();

    JsonNode versions =
        world
            .owner
            .ask(
                "query($p:ID!){node(id:$p){... on RetrainingPolicy{versions(first:1){edges{node{version text setAt setBy{kind label}}} pageInfo{hasNextPage endCursor}}}}}",
                Map.of("p", policy))
            .data()
            .at("/node/versions");
    assertThat(versions.at("/edges/0/node/version").asInt()).isEqualTo(2);
    assertThat(versions.at("/edges/0/node/text/minNewRows").asInt()).isEqualTo(9);
    assertThat(versions.at("/edges/0/node/text/datasetId").asText()).isEqualTo(world.dataset);
    assertThat(versions.at("/edges/0/node/setBy/kind").asText()).isEqualTo("API_KEY");
    assertThat(versions.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    JsonNode older =
        world
            .owner
            .ask(
                "query($p:ID!,$a:String!){node(id:$p){... on RetrainingPolicy{versions(first:5,after:$a){edges{node{version setAt}} pageInfo{hasNextPage}}}}}",
                Map.of("p", policy, "a", versions.at("/pageInfo/endCursor").asText()))
            .data()
            .at("/node/versions");
    assertThat(older.at("/edges")).hasSize(1);
    assertThat(older.at("/edges/0/node/setAt").isNull()).isFalse();

    JsonNode went =
        world
            .owner
            .ask(
                "query($r:ID!){node(id:$r){... on RetrainingRun{policy{version text setBy{label}}}}}",
                Map.of("r", run))
            .data()
            .at("/node/policy");
    assertThat(went.path("version").asInt()).isEqualTo(1);
    assertThat(went.at("/text/minNewRows").asInt()).isEqualTo(7);
    world.until(run, "TRAINING");
  }

  @Test
  void aPolicyIsChangedByItsVersionAndShowsItsNextTimes() {
    RetrainingWorld world = worlds.make("retraining-policy");
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
