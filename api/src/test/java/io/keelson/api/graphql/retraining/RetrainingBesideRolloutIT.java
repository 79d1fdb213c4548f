package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.NewRollout;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.serving.rollout.RolloutReads;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retrainings of a model whose endpoint is on its way to another revision. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingBesideRolloutIT {
  private static final List<Rollout.Step> STEPS = List.of(new Rollout.Step(5, Duration.ofHours(1)));

  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;
  @Inject RolloutChanges changes;
  @Inject RolloutReads rollouts;

  private RetrainingWorld world(String slug) {
    RetrainingWorld world = worlds.make(slug);
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    return world;
  }

  private Rollouts.Deployed serve(RetrainingWorld world) {
    return endpoints.serve(world.tenantId(), world.projectId(), "wine-live", null);
  }

  private static String policy(RetrainingWorld world, Rollouts.Deployed serving) {
    return world.policy(
        ",endpointId:$x,canary:[{weight:5,hold:\"PT1M\"}]",
        Map.of("x", GraphTypes.id(GraphTypes.ENDPOINT, serving.endpointId())));
  }

  /** Somebody else's, of another revision. */
  private Rollout rollOut(RetrainingWorld world) {
    Rollouts.Deployed candidate =
        endpoints.deploy(world.tenantId(), world.projectId(), "wine-live", Ids.next(), 0);
    UUID id = Ids.next();
    endpoints.transact(
        world.tenantId(),
        tx -> {
          int version =
              tx.one(
                      "SELECT version FROM serving.endpoint WHERE tenant_id = $1 AND id = $2",
                      tx.tenantId(),
                      candidate.endpointId())
                  .orElseThrow()
                  .getInteger("version");
          NewRollout wanted =
              new NewRollout(
                  candidate.endpointId(), candidate.revisionId(), STEPS, null, null, null, null);
          changes.start(tx, id, wanted, version, TestEndpoints.ENGINEER);
          return null;
        });
    return rollouts.get(world.tenantId(), id);
  }

  private void end(RetrainingWorld world, Rollout rollout) {
    int version = rollouts.get(world.tenantId(), rollout.id()).version();
    endpoints.transact(
        world.tenantId(),
        tx -> changes.abort(tx, rollout.id(), version, "enough", TestEndpoints.ENGINEER, null));
  }

  @Test
  void itTrainsNothingUntilTheRolloutHasEnded() {
    RetrainingWorld world = world("retraining-busy");
    Rollouts.Deployed serving = serve(world);
    Rollout other = rollOut(world);
    String run = world.retrain(policy(world, serving));
    world.until(run, "CHECKING");

    JsonNode waits = world.stepped(run);
    assertThat(waits.path("status").asText()).isEqualTo("CHECKING");
    assertThat(waits.path("waitsFor").asText()).isEqualTo("a rollout is under way at its endpoint");
    assertThat(waits.path("trainJobId").isNull()).isTrue();

    end(world, other);
    assertThat(world.until(run, "TRAINING").path("waitsFor").isNull()).isTrue();
  }

  @Test
  void anApprovedChallengerReplacesNoRolloutThatIsUnderWay() {
    RetrainingWorld world = world("retraining-behind");
    Rollouts.Deployed serving = serve(world);
    String run = world.retrain(policy(world, serving));
    JsonNode challenger = world.scored(run, 10, 50, "AWAITING_APPROVAL").path("challenger");
    Rollout other = rollOut(world);
    world.approve(challenger);

    JsonNode waits = world.stepped(run);
    assertThat(waits.path("status").asText()).isEqualTo("AWAITING_APPROVAL");
    assertThat(waits.path("waitsFor").asText())
        .isEqualTo("another rollout is under way at the endpoint");
    assertThat(waits.path("rolloutId").isNull()).isTrue();
    Rollout still =
        rollouts
            .underWay(world.tenantId(), List.of(serving.endpointId()))
            .get(serving.endpointId());
    assertThat(still.id()).isEqualTo(other.id());
    assertThat(still.candidateId()).isEqualTo(other.candidateId());
  }
}
