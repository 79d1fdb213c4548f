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

/** With whose rights policies are set and their runs go on. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingRightsIT {
  @Inject RetrainingWorlds worlds;

  @Test
  void whenTheRightsOfWhoeverSetThePolicyEndSoDoesItsRun() {
    RetrainingWorld world = worlds.make("retraining-rights");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    JsonNode key = world.key();
    Graph ci = worlds.graph(key.path("secret").asText());
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
  void aRuleIsNamedWithWhatItsKindIsReadWith() {
    RetrainingWorld world = worlds.make("retraining-rule");
    String rule =
        world.id(
            "createAlertRule(input:{projectId:$p,name:\"spent\",kind:BUDGET,threshold:1,window:\"PT5M\",lasting:\"PT0S\",severity:WARNING}){id}",
            Map.of("p", world.project));
    Graph ci = worlds.graph(world.key().path("secret").asText());
    Map<String, String> names = Map.of("a", rule);

    assertThat(world.set(ci, ",alertRuleId:$a", names).code()).hasValue("FORBIDDEN");
    assertThat(world.set(world.owner, ",alertRuleId:$a", names).code()).isEmpty();
  }
}
