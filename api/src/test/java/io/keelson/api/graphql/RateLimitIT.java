package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Points of cost as callers meet them: 2,000 a minute for the tenant, 500 for a key. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RateLimitIT {
  private static final String LIST = "{projects(first:100){edges{node{slug}}}}";
  private static final int LIST_POINTS = 101;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** Once every process knows which plan the tenant is on. */
  private TestTenants.Made onSmallPlan(String slug) throws Exception {
    TestTenants.Made made = tenants.make(slug);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads
          .submit(
              () ->
                  database.transact(
                      made.tenant().id(),
                      tx ->
                          tx.update(
                              "UPDATE tenancy.tenant SET plan = 'small' WHERE tenant_id = $1",
                              tx.tenantId())))
          .get();
    }
    Instant end = Instant.now().plus(PATIENCE);
    while (header(graph(made.key()).ask("{tenant{plan}}"), "RateLimit-Limit") != 500) {
      assertThat(Instant.now()).as("the plan is known").isBefore(end);
    }
    return made;
  }

  private static long header(Graph.Answer answer, String name) {
    return answer.headers().firstValueAsLong(name).orElseThrow();
  }

  /** A minute may begin meanwhile; then it takes longer. */
  private static Graph.Answer refusal(Graph graph) {
    Graph.Answer answer = graph.ask(LIST);
    for (int i = 0; i < 20 && answer.code().isEmpty(); i++) {
      answer = graph.ask(LIST);
    }
    return answer;
  }

  @Test
  void everyAnswerSaysWhatIsLeftOfTheMinute() throws Exception {
    TestTenants.Made made = onSmallPlan("rate-headers");
    Graph graph = graph(made.key());

    Graph.Answer first;
    Graph.Answer second;
    do {
      first = graph.ask(LIST);
      second = graph.ask(LIST);
    } while (hasMinuteBegunBetween(first, second));

    assertThat(first.code()).isEmpty();
    assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("2000;w=60, 500;w=60");
    assertThat(header(first, "RateLimit-Reset")).isBetween(1L, 60L);
    assertThat(header(first, "RateLimit-Remaining") - header(second, "RateLimit-Remaining"))
        .isEqualTo(LIST_POINTS);
    assertThat(graph.ask("{nothing}").headers().firstValue("RateLimit-Remaining")).isPresent();
  }

  private static boolean hasMinuteBegunBetween(Graph.Answer first, Graph.Answer second) {
    return header(second, "RateLimit-Reset") > header(first, "RateLimit-Reset");
  }

  @Test
  void whoHasUsedUpAKeysPointsIsToldWhenToComeBackAndOthersGoOn() throws Exception {
    TestTenants.Made made = onSmallPlan("rate-key");

    Graph.Answer refused = refusal(graph(made.key()));

    assertThat(refused.status()).isEqualTo(429);
    JsonNode told = refused.body().at("/errors/0/extensions");
    assertThat(told.path("code").asText()).isEqualTo("RATE_LIMITED");
    assertThat(told.path("retryAfter").asLong()).isBetween(1L, 60L);
    assertThat(header(refused, "Retry-After")).isEqualTo(told.path("retryAfter").asLong());
    assertThat(header(refused, "RateLimit-Remaining")).isLessThan(LIST_POINTS);
    assertThat(told.path("requestId").asText()).isNotEmpty();
    Graph other = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    assertThat(other.ask(LIST).code()).isEmpty();
    JsonNode rate =
        other
            .ask("{tenant{rateLimit{pointsPerMinute usedPointsPerMinute perKeyPointsPerMinute}}}")
            .data()
            .at("/tenant/rateLimit");
    assertThat(rate.path("pointsPerMinute").asLong()).isEqualTo(2_000);
    assertThat(rate.path("perKeyPointsPerMinute").asLong()).isEqualTo(500);
    assertThat(rate.path("usedPointsPerMinute").asLong()).isBetween(1L, 2_000L);
  }

  @Test
  void aSocketsOperationsTakeTheSamePoints() throws Exception {
    TestTenants.Made made = onSmallPlan("rate-socket");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      JsonObject told = null;
      for (int i = 0; i < 20 && told == null; i++) {
        client.subscribe("list-" + i, LIST);
        JsonObject message = client.next();
        if (message.getString("type").equals("error")) {
          told = message.getJsonArray("payload").getJsonObject(0).getJsonObject("extensions");
        } else {
          assertThat(client.next().getString("type")).isEqualTo("complete");
        }
      }

      assertThat(told).isNotNull();
      assertThat(told.getString("code")).isEqualTo("RATE_LIMITED");
      assertThat(told.getLong("retryAfter")).isBetween(1L, 60L);
    }
  }

  @Test
  void theTenantsPointsBoundAllItsKeysTogether() throws Exception {
    TestTenants.Made made = onSmallPlan("rate-tenant");
    int refused = 0;
    for (int key = 0; key < 6 && refused < 6; key++) {
      refused += refusal(graph(tenants.keyFor(made.tenant(), Role.VIEWER))).status() == 429 ? 1 : 0;
    }
    Graph.Answer last = graph(tenants.keyFor(made.tenant(), Role.VIEWER)).ask(LIST);

    // Six keys would have 3,000 points; a minute that began meanwhile has 2,000 again.
    assertThat(refused).isEqualTo(6);
    if (last.status() == 429) {
      assertThat(header(last, "RateLimit-Limit")).isEqualTo(2_000);
    }
  }
}
