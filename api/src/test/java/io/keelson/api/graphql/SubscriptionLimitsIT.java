package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.EngineInstead;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.HeldTable;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each event of a subscription has the limits of an operation. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(60)
class SubscriptionLimitsIT {
  private static final int PARAMETERS = 60;
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;
  @Inject SharedEngine engine;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private EngineInstead small;

  /** One run's parameters are too many. */
  @BeforeEach
  void begin() {
    small = EngineInstead.ofTwoAtATime(engine, 40, Duration.ofSeconds(5));
  }

  @AfterEach
  void end() {
    small.close();
  }

  private Graph graph(TestTenants.Made made) {
    return new Graph("http://127.0.0.1:" + port, made.key());
  }

  private static String submit(Graph owner, String project, int parameters) {
    String experiment =
        Things.id(
            owner,
            "createExperiment(input:{projectId:$x,name:\"e" + parameters + "\"})",
            Map.of("x", project));
    Map<String, Object> named = new HashMap<>();
    IntStream.range(0, parameters).forEach(i -> named.put("p" + i, i));
    Map<String, Object> input =
        Map.of(
            "projectId", project,
            "experimentId", experiment,
            "name", "j",
            "command", List.of("true"),
            "parameters", named);
    return owner
        .ask("mutation($i:SubmitJobInput!){submitJob(input:$i){id}}", Map.of("i", input))
        .data()
        .at("/submitJob/id")
        .asText();
  }

  private static String project(Graph owner, String slug) {
    return Things.id(owner, "createProject(input:{slug:\"" + slug + "\",name:\"P\"})", Map.of());
  }

  private static String jobs(String project) {
    return "subscription{jobChanged(projectId:\"" + project + "\"){id run{params{key}}}}";
  }

  @Test
  void anEventThatHoldsTooMuchEndsItsSubscriptionWithACodeAndNoOther() throws Exception {
    TestTenants.Made made = tenants.make("event-cost");
    Graph owner = graph(made);
    String large = project(owner, "large");
    String small = project(owner, "small");
    String shown = submit(owner, small, 1);
    submit(owner, large, PARAMETERS);
    try (LiveClient socket = LiveClient.acknowledged(port, made.key())) {
      socket.subscribe("large", jobs(large));
      JsonObject ended = socket.next();
      assertThat(ended.getString("type")).as(ended.encode()).isEqualTo("error");
      JsonArray errors = ended.getJsonArray("payload");
      assertThat(errors.getJsonObject(0).getJsonObject("extensions").getString("code"))
          .isEqualTo("VALIDATION");

      socket.subscribe("small", jobs(small));
      JsonObject told = socket.next();
      assertThat(told.getString("id")).isEqualTo("small");
      assertThat(told.getString("type")).as(told.encode()).isEqualTo("next");
      assertThat(told.encode()).contains(shown);
      submit(owner, large, 2);
      assertThat(socket.next(QUIET)).as("of the subscription that has ended").isNull();
    }
  }

  @Test
  void oneThatTakesTooLongEndsItsSubscriptionAndHoldsUpItsOwnTenantAlone() throws Exception {
    TestTenants.Made slow = tenants.make("event-slow");
    TestTenants.Made other = tenants.make("event-other");
    String project = projectWithAJob(slow, "slow");
    String others = projectWithAJob(other, "others");
    try (LiveClient socket = LiveClient.acknowledged(port, slow.key());
        LiveClient neighbour = LiveClient.acknowledged(port, other.key())) {
      try (HeldTable _ = new HeldTable(database, slow.tenant().id(), "catalog.run_tag").await()) {
        socket.subscribe("slow", jobs(project).replace("params", "tags"));
        JsonObject ended = socket.next();
        assertThat(ended.getString("type")).as(ended.encode()).isEqualTo("error");
        assertThat(ended.encode()).contains("UNAVAILABLE").contains("longer than 5000 ms");

        socket.subscribe("next", jobs(project));
        neighbour.subscribe("1", jobs(others));

        assertThat(neighbour.next().getString("type")).isEqualTo("next");
        assertThat(socket.next(QUIET)).as("the event that took too long is under way").isNull();
      }
      assertThat(socket.next().getString("type")).isEqualTo("next");
    }
  }

  private String projectWithAJob(TestTenants.Made made, String slug) {
    Graph owner = graph(made);
    String project = project(owner, slug);
    submit(owner, project, 1);
    return project;
  }
}
