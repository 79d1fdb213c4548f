package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of several policies share what is left of a budget. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingBudgetIT {
  @Inject RetrainingWorlds worlds;

  /** Two policies, each of which may cost 5. */
  private record Two(RetrainingWorld world, String first, String second) {}

  private Two two(String slug, String budget) {
    RetrainingWorld world = worlds.make(slug);
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    world.ask(
        "setBudget(input:{projectId:$p,period:MONTH,amount:\"" + budget + "\"}){id}",
        Map.of("p", world.project));
    String first = world.policy("", Map.of());
    world.champion("cider", world.model());
    return new Two(world, first, world.policy("", Map.of()));
  }

  @Test
  void whatOneRunMayCostIsHeldFromTheOther() {
    Two two = two("retraining-held", "8");
    RetrainingWorld world = two.world();
    String first = world.retrain(two.first());
    JsonNode training = world.until(first, "TRAINING");

    String second = world.retrain(two.second());
    for (int look = 0; look < 4; look++) {
      world.stepped(second);
    }
    JsonNode waiting = world.run(second);
    assertThat(waiting.path("status").asText()).isEqualTo("CHECKING");
    assertThat(waiting.at("/trainJobId").isNull()).isTrue();

    world.ended(training.path("trainJobId").asText(), "FAILED", new JsonArray());
    world.until(first, "DECLINED");
    world.until(second, "TRAINING");
  }

  @Test
  void twoThatLookAtOnceDoNotBothPassABudgetThatCoversOne() {
    Two two = two("retraining-at-once", "8");
    RetrainingWorld world = two.world();
    List<String> runs = List.of(world.retrain(two.first()), world.retrain(two.second()));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int look = 0; look < 10; look++) {
        CompletableFuture.allOf(
                runs.stream()
                    .map(run -> CompletableFuture.runAsync(() -> world.stepped(run), executor))
                    .toArray(CompletableFuture[]::new))
            .join();
      }
    }

    assertThat(runs)
        .extracting(run -> world.run(run).path("status").asText())
        .containsExactlyInAnyOrder("TRAINING", "CHECKING");
  }

  @Test
  void aBudgetThatCoversBothLetsBothThrough() {
    Two two = two("retraining-both", "10");
    RetrainingWorld world = two.world();
    world.until(world.retrain(two.first()), "TRAINING");
    world.until(world.retrain(two.second()), "TRAINING");
  }
}
