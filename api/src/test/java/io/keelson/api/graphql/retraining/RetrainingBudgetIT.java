package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
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

  private static final String BUDGET =
      "query($i:ID!){node(id:$i){... on RetrainingPolicy{budget{estimate{amount} covered budget{period amount{amount}} held{amount} left{amount} since runs cost{amount}}}}}";

  private static JsonNode budget(Graph by, String policy) {
    return by.ask(BUDGET, Map.of("i", policy)).data().at("/node/budget");
  }

  private static BigDecimal amount(JsonNode budget, String of) {
    return new BigDecimal(budget.path(of).path("amount").asText());
  }

  @Test
  void aPolicySaysWhatIsLeftForItsNextRunAndWhatOthersHold() {
    Two two = two("retraining-left", "8");
    RetrainingWorld world = two.world();
    JsonNode before = budget(world.owner, two.second());
    assertThat(amount(before, "estimate")).isEqualByComparingTo("5");
    assertThat(amount(before, "held")).isZero();
    assertThat(amount(before, "left")).isEqualByComparingTo("8");
    assertThat(before.path("covered").asBoolean()).isTrue();
    assertThat(before.path("runs").asInt()).isZero();

    String first = world.retrain(two.first());
    String job = world.until(first, "TRAINING").path("trainJobId").asText();

    JsonNode held = budget(world.owner, two.second());
    assertThat(held.at("/budget/period").asText()).isEqualTo("MONTH");
    assertThat(amount(held.path("budget"), "amount")).isEqualByComparingTo("8");
    assertThat(amount(held, "held")).isEqualByComparingTo("5");
    assertThat(amount(held, "left")).isEqualByComparingTo("3");
    assertThat(held.path("covered").asBoolean()).as("5 are not left").isFalse();
    assertThat(budget(world.owner, two.first()).path("runs").asInt()).isEqualTo(1);
    assertThat(amount(budget(world.owner, two.first()), "cost")).isZero();

    world.ended(job, "FAILED", new JsonArray());
    world.until(first, "DECLINED");
    assertThat(amount(budget(world.owner, two.second()), "left")).isEqualByComparingTo("8");
  }

  @Test
  void withoutABudgetTheRunsOfTheBreakersPeriodCount() {
    RetrainingWorld world = worlds.make("retraining-unlimited");
    JsonNode budget = budget(world.owner, world.policy(",period:\"PT48H\"", Map.of()));
    assertThat(budget.path("budget").isNull()).isTrue();
    assertThat(budget.path("left").isNull()).isTrue();
    assertThat(budget.path("covered").asBoolean()).isTrue();
    assertThat(OffsetDateTime.parse(budget.path("since").asText()))
        .isCloseTo(OffsetDateTime.now().minusDays(2), within(1, ChronoUnit.HOURS));
  }

  @Test
  void whoMayNotReadCostsSeesNoBudgetOfAPolicy() {
    Two two = two("retraining-no-cost-read", "8");
    Graph ci = worlds.graph(two.world().key().path("secret").asText());
    JsonNode answer = ci.ask(BUDGET, Map.of("i", two.first())).data().path("node");
    assertThat(answer.path("budget").isNull()).isTrue();
  }
}
