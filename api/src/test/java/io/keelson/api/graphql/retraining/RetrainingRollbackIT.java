package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.database.GlobalId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Challengers in service, and how they are taken back. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingRollbackIT {
  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;
  @Inject RolloutReads rollouts;
  @Inject RolloutChanges changes;

  @Test
  void anApprovedChallengerTakesTheEndpointByStepsAndIsTakenBack() {
    RetrainingWorld world = worlds.make("retraining-canary");
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
    RetrainingWorld world = worlds.make("retraining-noted");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    Rollouts.Deployed serving =
        endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null);
    String endpoint = GraphTypes.id(GraphTypes.ENDPOINT, serving.endpointId());
    JsonNode key = world.key();
    Graph ci = worlds.graph(key.path("secret").asText());
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
    RetrainingWorld world = worlds.make("retraining-newest");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy("", Map.of());
    String first = world.retrain(policy);
    JsonNode second = world.promoted(first);
    world.validated(world.dataset, 990, 10);
    String newer = world.retrain(policy);
    JsonNode third = world.promoted(newer);
    assertThat(third.at("/checks/5/seen").asText()).isEqualTo("no number of new rows is demanded");

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
}
