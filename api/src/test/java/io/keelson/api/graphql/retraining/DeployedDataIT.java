package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deployment names the least that the data must be which its model was trained on. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class DeployedDataIT {
  @Inject RetrainingWorlds worlds;

  @Test
  void aModelOfDataBelowTheLeastStateIsNotDeployed() {
    RetrainingWorld world = worlds.make("deployed-data");
    String data = world.sealed(world.dataset);
    world.championOn(data);
    approved(world);

    Graph.Answer below = deploy(world, "VALIDATED", "gated");
    assertThat(below.code()).hasValue("CONFLICT");
    assertThat(below.message()).contains("SEALED (expected: VALIDATED");
    assertThat(endpoints(world)).as("nothing is left of it").isEmpty();

    Graph.Answer deployed = deploy(world, "SEALED", "gated");
    assertThat(deployed.code()).as(deployed.body().toString()).isEmpty();
    world.judged(data, "VALIDATING", "REJECTED");
    assertThat(deploy(world, "SEALED", "rejected").message())
        .contains("REJECTED (expected: sealed");
    world.judged(data, "VALIDATING", "VALIDATED");
    Graph.Answer again = deploy(world, "VALIDATED", "validated");
    assertThat(again.code()).as(again.body().toString()).isEmpty();
  }

  @Test
  void aModelWhoseRunNamesNoDataIsNoneOfValidatedData() {
    RetrainingWorld world = worlds.make("deployed-no-data");
    approved(world);

    assertThat(deploy(world, "VALIDATED", "gated").message())
        .contains("the model's run names no data set version");
    assertThat(deploy(world, "SEALED", "gated").code()).isEmpty();
  }

  private static void approved(RetrainingWorld world) {
    world.approve(
        world
            .owner
            .ask(
                "query($v:ID!){node(id:$v){... on ModelVersion{id version}}}",
                Map.of("v", world.champion))
            .data()
            .path("node"));
  }

  private static Graph.Answer deploy(RetrainingWorld world, String gate, String endpoint) {
    return world.owner.ask(
        "mutation($p:ID!,$m:ID!){deploy(input:{projectId:$p,endpointName:\""
            + endpoint
            + "\",modelVersionId:$m,minReplicas:1,maxReplicas:1,requires:"
            + gate
            + "}){id}}",
        Map.of("p", world.project, "m", world.champion));
  }

  private static JsonNode endpoints(RetrainingWorld world) {
    return world
        .owner
        .ask(
            "query($p:ID!){node(id:$p){... on Project{endpoints{edges{node{id}}}}}}",
            Map.of("p", world.project))
        .data()
        .at("/node/endpoints/edges");
  }
}
