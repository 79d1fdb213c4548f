package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.serving.endpoint.Rollouts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an endpoint's rollout policy does where nobody names steps. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class StepsOfEndpointsIT {
  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;

  private static void setPolicy(RetrainingWorld world, String endpoint) {
    world.ask(
        "setRolloutPolicy(input:{endpointId:$e,steps:[{weight:7,hold:\"PT3M\"}]}){id}",
        Map.of("e", endpoint));
  }

  private static JsonNode endpoint(RetrainingWorld world, String id) {
    return world
        .owner
        .ask(
            "query($e:ID!){node(id:$e){... on Endpoint{version revisions{number weight} rollout{steps{weight hold}}}}}",
            Map.of("e", id))
        .data()
        .path("node");
  }

  @Test
  void retrainingsAndDeploymentsGoByIt() {
    RetrainingWorld world = worlds.make("retraining-steps");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String retrained = serve(world, "wine-live");
    String deployed = serve(world, "wine-direct");
    String run = world.retrain(world.policy(",endpointId:$x", Map.of("x", retrained)));
    JsonNode challenger = world.scored(run, 10, 50, "AWAITING_APPROVAL").path("challenger");
    world.approve(challenger);
    setPolicy(world, retrained);
    setPolicy(world, deployed);

    world.until(run, "CANARY");
    assertThat(endpoint(world, retrained).at("/rollout/steps/0/weight").asInt()).isEqualTo(7);

    JsonNode revision =
        world
            .owner
            .ask(
                """
                mutation($p:ID!,$m:ID!,$v:Int!){deploy(input:{projectId:$p,endpointName:"wine-direct",modelVersionId:$m,
                  expectedVersion:$v,minReplicas:1,maxReplicas:1}){number status}}""",
                Map.of(
                    "p",
                    world.project,
                    "m",
                    challenger.path("id").asText(),
                    "v",
                    endpoint(world, deployed).path("version").asInt()))
            .data()
            .path("deploy");
    assertThat(revision.path("number").asInt()).isEqualTo(2);
    JsonNode rolling = endpoint(world, deployed);
    assertThat(rolling.at("/rollout/steps/0/hold").asText()).isEqualTo("PT3M");
    assertThat(rolling.at("/revisions/1/weight").asInt()).as("serves on").isEqualTo(100);
  }

  private String serve(RetrainingWorld world, String name) {
    Rollouts.Deployed serving = endpoints.serve(world.tenantId(), world.projectId(), name, null);
    return GraphTypes.id(GraphTypes.ENDPOINT, serving.endpointId());
  }
}
