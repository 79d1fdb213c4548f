package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.refusal.Refusals;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
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
  @Inject Refusals refusals;
  @Inject PointUse points;

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

  /**
   * That the points are used up. A minute may begin meanwhile; then it takes longer. As long as
   * there are enough it may also be that what others took is being asked for: who is told so comes
   * back when they were told to.
   */
  private static Graph.Answer refusal(Graph graph) throws InterruptedException {
    Graph.Answer answer = graph.ask(LIST);
    for (int i = 0; i < 20 && !isUsedUp(answer); i++) {
      if (answer.code().isPresent()) {
        assertThat(header(answer, "Retry-After")).as(answer.body().toString()).isEqualTo(1);
        Thread.sleep(Duration.ofSeconds(1));
      }
      answer = graph.ask(LIST);
    }
    return answer;
  }

  /** By somebody who has points left, and comes back as told while others' are asked for. */
  private static Graph.Answer patiently(Graph graph, String document) throws InterruptedException {
    Graph.Answer answer = graph.ask(document);
    for (int i = 0; i < 5 && answer.code().filter("RATE_LIMITED"::equals).isPresent(); i++) {
      assertThat(header(answer, "Retry-After")).as(answer.body().toString()).isEqualTo(1);
      Thread.sleep(Duration.ofSeconds(1));
      answer = graph.ask(document);
    }
    return answer;
  }

  private static boolean isUsedUp(Graph.Answer answer) {
    return answer.code().isPresent() && header(answer, "RateLimit-Remaining") < LIST_POINTS;
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
    assertThat(patiently(other, LIST).code()).isEmpty();
    JsonNode rate =
        patiently(
                other,
                "{tenant{rateLimit{pointsPerMinute usedPointsPerMinute perKeyPointsPerMinute}}}")
            .data()
            .at("/tenant/rateLimit");
    assertThat(rate.path("pointsPerMinute").asLong()).isEqualTo(2_000);
    assertThat(rate.path("perKeyPointsPerMinute").asLong()).isEqualTo(500);
    assertThat(rate.path("usedPointsPerMinute").asLong()).isBetween(1L, 2_000L);
    assertShownAsRefused(made, "API_KEY_RATE");
    assertThat(refusedOperations(made)).isPositive();
  }

  /** To another key of an owner's: the limit has refused the first one. */
  private void assertShownAsRefused(TestTenants.Made made, String limit) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(refusals::flush).get();
    }
    JsonNode refused =
        patiently(
                graph(tenants.keyFor(made.tenant(), Set.of(Permission.AUDIT_READ), null)),
                "{tenant{refusals{limit refused actors{actor{kind label}refused}}}}")
            .data()
            .at("/tenant/refusals/0");
    assertThat(refused.path("limit").asText()).isEqualTo(limit);
    assertThat(refused.path("refused").asLong()).isPositive();
    assertThat(refused.at("/actors/0/actor/kind").asText()).isEqualTo("API_KEY");
    assertThat(refused.at("/actors/0/actor/label").asText()).isEqualTo("key:owner");
  }

  private long refusedOperations(TestTenants.Made made) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(points::flush).get();
    }
    return patiently(
            graph(tenants.keyFor(made.tenant(), Set.of(Permission.AUDIT_READ), null)),
            "{tenant{pointUse(period:DAY){lastHour{refused}}}}")
        .data()
        .at("/tenant/pointUse/lastHour")
        .findValues("refused")
        .stream()
        .mapToLong(JsonNode::asLong)
        .sum();
  }

  @Test
  void itIsShownWhereThePointsWent() throws Exception {
    TestTenants.Made made = tenants.make("points-shown");
    Graph graph = graph(made.key());
    graph.ask("query Projects" + LIST);
    graph.ask("query " + "n".repeat(10_000) + LIST);
    graph.ask("{nothing}");
    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    viewer.ask("query Projects" + LIST);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(points::flush).get();
    }

    JsonNode use =
        graph
            .ask(
                "{tenant{pointUse(period:DAY){points calls operations{name points calls}"
                    + "callers{actor{kind label}points calls lastAt}lastHour{at points refused}}}}")
            .data()
            .at("/tenant/pointUse");

    // What asks may be counted before it is answered.
    assertThat(use.path("points").asLong()).isGreaterThanOrEqualTo(3 * LIST_POINTS + 1);
    assertThat(use.path("calls").asLong()).isBetween(4L, 5L);
    assertThat(use.at("/operations/0/name").asText()).isEqualTo("Projects");
    assertThat(use.at("/operations/0/points").asLong()).isEqualTo(2 * LIST_POINTS);
    assertThat(use.at("/operations/0/calls").asLong()).isEqualTo(2);
    assertThat(use.at("/operations/1/name").asText()).isEqualTo("n".repeat(80));
    assertThat(use.at("/operations/2/name").isNull()).isTrue();
    assertThat(use.at("/callers/0/actor/label").asText()).isEqualTo("key:owner");
    assertThat(use.at("/callers/0/points").asLong()).isGreaterThanOrEqualTo(2 * LIST_POINTS + 1);
    assertThat(use.at("/lastHour/0/points").asLong()).isPositive();
    JsonNode keys =
        graph
            .ask("{apiKeys{edges{node{name lastWeek{points calls share}}}}}")
            .data()
            .at("/apiKeys");
    assertThat(keys.at("/edges/0/node/lastWeek/points").asLong()).isEqualTo(LIST_POINTS);
    assertThat(keys.at("/edges/1/node/lastWeek/calls").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(viewer.ask("{tenant{pointUse(period:WEEK){points}}}").code()).hasValue("FORBIDDEN");
    assertPagesByPoints(graph);
  }

  /** The owner's key took more than the viewer's, which is newer. */
  private static void assertPagesByPoints(Graph owner) {
    String list =
        "query($a:String,$o:ApiKeyOrder){apiKeys(first:1,after:$a,filter:IN_FORCE,orderBy:$o)"
            + "{edges{node{name}}pageInfo{hasNextPage endCursor}}}";
    JsonNode first = owner.ask(list, Map.of("o", "POINTS")).data().get("apiKeys");
    assertThat(first.at("/edges/0/node/name").asText()).isEqualTo("owner");
    assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    String cursor = first.at("/pageInfo/endCursor").asText();
    JsonNode second = owner.ask(list, Map.of("o", "POINTS", "a", cursor)).data().get("apiKeys");
    assertThat(second.at("/edges/0/node/name").asText()).isNotEqualTo("owner");
    assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
    Graph.Answer inAnotherOrder = owner.ask(list, Map.of("o", "NEWEST", "a", cursor));
    assertThat(inAnotherOrder.code()).hasValue("VALIDATION");
    assertThat(inAnotherOrder.field()).isEqualTo("after");
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
