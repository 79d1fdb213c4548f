package io.keelson.api.graphql.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
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

/** With whose rights policies are set and their runs go on. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(300)
class RetrainingRightsIT {
  @Inject RetrainingWorlds worlds;
  @Inject TestEndpoints endpoints;

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

  private UUID channel(RetrainingWorld world) {
    UUID channel = Ids.next();
    endpoints.transact(
        world.tenantId(),
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.alert_channel
                (tenant_id, id, project_id, name, kind, status, created_at, created_by, created_by_kind)
              VALUES ($1, $2, $3, 'mails', 'EMAIL', 'ACTIVE', now(), 'demo', 'PERSON')
              """,
              tx.tenantId(),
              channel,
              world.projectId());
          return tx.update(
              "INSERT INTO catalog.alert_lane (tenant_id, channel_id) VALUES ($1, $2)",
              tx.tenantId(),
              channel);
        });
    return channel;
  }

  private List<String> told(RetrainingWorld world) {
    return endpoints.transact(
        world.tenantId(),
        tx ->
            tx.list(
                row -> row.getString("type"),
                "SELECT type FROM catalog.alert_delivery WHERE tenant_id = $1 ORDER BY id",
                tx.tenantId()));
  }

  /** Else the policy would be declined time after time, and nobody know why. */
  @Test
  void theChannelsAreToldThatTheRightsOfAPolicyHaveEnded() {
    RetrainingWorld world = worlds.make("retraining-told");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String channel = GraphTypes.id(GraphTypes.CHANNEL, channel(world));
    JsonNode key = world.key();
    Graph ci = worlds.graph(key.path("secret").asText());
    String policy =
        world
            .set(ci, ",channelIds:[$c]", Map.of("c", channel))
            .data()
            .at("/setRetrainingPolicy/id")
            .asText();
    String run = world.retrain(policy);
    world.until(run, "TRAINING");
    assertThat(told(world)).isEmpty();

    world.id("revokeApiKey(id:$k){id}", Map.of("k", key.at("/apiKey/id").asText()));
    world.until(run, "DECLINED");
    assertThat(told(world)).containsExactly("retraining.rights");
    world.until(world.retrain(policy), "DECLINED");
    assertThat(told(world)).as("once for each cause").containsExactly("retraining.rights");
  }

  @Test
  void whoeverStartedARunByHandIsToldOfItsEnd() throws InterruptedException {
    RetrainingWorld world = worlds.make("retraining-starter");
    world.validated(world.dataset, 1_000, 10);
    world.validated(world.evaluation, 600, 0);
    String policy = world.policy("", Map.of());
    UUID person = Ids.next();

    String declined = world.retrain(policy);
    startedBy(world, person);
    world.scored(declined, 28, 32, "DECLINED");
    assertThat(awaited(world, person, 1))
        .startsWith(
            "FAILURE_OF_MINE The retraining that you asked for is DECLINED: evaluating: no");

    String promoted = world.retrain(policy);
    startedBy(world, person);
    world.promoted(promoted);
    assertThat(awaited(world, person, 2))
        .isEqualTo("END_OF_MINE The retraining that you asked for has a new champion");
  }

  private void startedBy(RetrainingWorld world, UUID person) {
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                """
                UPDATE catalog.retraining_run
                SET triggered_by = 'ada', triggered_by_kind = 'PERSON', triggered_by_id = $2
                WHERE tenant_id = $1 AND ended_at IS NULL
                """,
                tx.tenantId(),
                person));
  }

  /** What a person was told of the model, once that has been told so often. */
  private String awaited(RetrainingWorld world, UUID person, int version)
      throws InterruptedException {
    String said = "";
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end && said.isEmpty()) {
      said =
          endpoints.transact(
              world.tenantId(),
              tx ->
                  tx.one(
                          """
                          SELECT reason || ' ' || text AS said
                          FROM catalog.inbox_thread
                          WHERE tenant_id = $1 AND person_id = $2 AND subject_kind = 'MODEL' AND version = $3
                          """,
                          tx.tenantId(),
                          person,
                          version)
                      .map(row -> row.getString("said"))
                      .orElse(""));
      Thread.sleep(100);
    }
    return said;
  }
}
