package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.quota.Peaks;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.refusal.Refusals;
import io.keelson.tenancy.testing.Crowd;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Quotas as callers meet them. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class QuotaIT {
  private static final int LIMIT = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SET =
      "mutation($i:SetQuotaInput!){setQuota(input:$i){name limit used source}}";
  private static final String REFUSALS =
      "refusals{limit refused lastAt actors{actor{kind id label} refused lastAt}}";

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;
  @Inject Refusals refusals;
  @Inject Peaks peaks;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private void limit(TestTenants.Made made, QuotaName name, long most) {
    inThread(
        () ->
            database.transact(
                made.tenant().id(),
                tx ->
                    tx.update(
                        "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ($1, $2, $3, now())",
                        tx.tenantId(),
                        name.name(),
                        most)));
  }

  private static <T> T inThread(Callable<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> List<T> together(IntFunction<T> client) throws Exception {
    CountDownLatch together = new CountDownLatch(Crowd.CLIENTS);
    List<Future<T>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Crowd.CLIENTS; i++) {
        int number = i;
        answers.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return client.apply(number);
                }));
      }
    }
    List<T> all = new ArrayList<>();
    for (Future<T> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  private static void assertTenAdmitted(List<Graph.Answer> answers, String quota) {
    assertThat(answers.stream().filter(answer -> answer.code().isEmpty())).hasSize(LIMIT);
    assertThat(answers.stream().filter(answer -> answer.code().isPresent()))
        .hasSize(Crowd.CLIENTS - LIMIT)
        .allSatisfy(
            answer -> {
              JsonNode told = answer.body().at("/errors/0/extensions");
              assertThat(told.path("code").asText()).isEqualTo("QUOTA_EXCEEDED");
              assertThat(told.path("quota").asText()).isEqualTo(quota);
              assertThat(told.path("limit").asLong()).isEqualTo(LIMIT);
              assertThat(told.path("used").asLong()).isEqualTo(LIMIT);
              assertThat(told.path("asked").asLong()).isEqualTo(1);
              assertThat(told.path("requestId").asText()).isNotEmpty();
            });
  }

  /** That the page of limits tells of it: all of them were the owner's key's. */
  private void assertRefused(TestTenants.Made made, String limit, long times) {
    inThread(Executors.callable(refusals::flush));
    JsonNode told =
        graph(made.key()).ask("{tenant{" + REFUSALS + "}}").data().at("/tenant/refusals");
    assertThat(told).hasSize(1);
    JsonNode refused = told.get(0);
    assertThat(refused.path("limit").asText()).isEqualTo(limit);
    assertThat(refused.path("refused").asLong()).isEqualTo(times);
    assertThat(refused.path("actors")).hasSize(1);
    assertThat(refused.at("/actors/0/actor/label").asText()).isEqualTo("key:owner");
    assertThat(refused.at("/actors/0/refused").asLong()).isEqualTo(times);
    assertThat(Instant.parse(refused.at("/actors/0/lastAt").asText()))
        .isEqualTo(Instant.parse(refused.path("lastAt").asText()))
        .isAfter(Instant.now().minus(Duration.ofMinutes(5)));
  }

  private static JsonNode quota(Graph graph, String name) {
    for (JsonNode quota :
        graph
            .ask("{tenant{quotas{name limit used peak source planLimit setAt}}}")
            .data()
            .at("/tenant/quotas")) {
      if (quota.path("name").asText().equals(name)) {
        return quota;
      }
    }
    throw new AssertionError("no quota " + name);
  }

  @Test
  void ofSixtyFourWhoCreateProjectsAtOnceTenDo() throws Exception {
    TestTenants.Made made = tenants.make("quota-projects");
    Graph owner = graph(made.key());
    limit(made, QuotaName.PROJECTS, LIMIT);

    List<Graph.Answer> answers =
        together(
            i ->
                owner.ask(
                    "mutation($s:String!){createProject(input:{slug:$s,name:$s}){id}}",
                    Map.of("s", "project-" + i)));

    assertTenAdmitted(answers, "PROJECTS");
    JsonNode standing = quota(owner, "PROJECTS");
    assertThat(standing.path("limit").asLong()).isEqualTo(LIMIT);
    assertThat(standing.path("used").asLong()).isEqualTo(LIMIT);
    assertThat(standing.path("source").asText()).isEqualTo("OPERATOR");
    assertThat(owner.ask("{projects(first:100){edges{node{slug}}}}").data().at("/projects/edges"))
        .hasSize(LIMIT);
    assertRefused(made, "PROJECTS", Crowd.CLIENTS - LIMIT);
  }

  @Test
  void ofSixtyFourWhoMakeKeysAtOnceTenGetOne() throws Exception {
    TestTenants.Made made = tenants.make("quota-keys");
    Graph owner = graph(made.key());
    // The owner's own is one.
    limit(made, QuotaName.API_KEYS, LIMIT + 1);

    List<Graph.Answer> answers =
        together(
            i ->
                owner.ask(
                    "mutation($n:String!){createApiKey(input:{name:$n,permissions:[RUN_READ]}){secret}}",
                    Map.of("n", "key-" + i)));

    assertThat(answers.stream().filter(answer -> answer.code().isEmpty())).hasSize(LIMIT);
    assertThat(answers.stream().filter(answer -> answer.code().isPresent()))
        .hasSize(Crowd.CLIENTS - LIMIT)
        .allSatisfy(answer -> assertThat(answer.code()).hasValue("QUOTA_EXCEEDED"));
    assertThat(quota(owner, "API_KEYS").path("used").asLong()).isEqualTo(LIMIT + 1);
    String last =
        owner
            .ask("{apiKeys(first:1){edges{node{id}}}}")
            .data()
            .at("/apiKeys/edges/0/node/id")
            .asText();
    owner.ask("mutation($i:ID!){revokeApiKey(id:$i){id}}", Map.of("i", last)).data();
    assertThat(
            owner
                .ask(
                    "mutation{createApiKey(input:{name:\"again\",permissions:[RUN_READ]}){secret}}")
                .code())
        .as("one that is revoked leaves its place")
        .isEmpty();
    assertRefused(made, "API_KEYS", Crowd.CLIENTS - LIMIT);
  }

  @Test
  void ofSixtyFourWhoLogAPointAtOnceTenDo() throws Exception {
    TestTenants.Made made = tenants.make("quota-points");
    Graph owner = graph(made.key());
    String project =
        Things.id(owner, "createProject(input:{slug:\"points\",name:\"P\"})", Map.of());
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run = Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    limit(made, QuotaName.METRIC_POINTS_PER_MINUTE, LIMIT);

    List<Graph.Answer> answers =
        together(
            i ->
                owner.ask(
                    "mutation($r:ID!){logBatch(input:{runId:$r,metrics:[{key:\"loss\",value:1}]}){id}}",
                    Map.of("r", run)));

    // A minute may begin meanwhile, with ten points of its own.
    long admitted = answers.stream().filter(answer -> answer.code().isEmpty()).count();
    assertThat(admitted).isIn(10L, 20L);
    long logged =
        inThread(
            () ->
                database.transact(
                    made.tenant().id(),
                    tx ->
                        tx.one(
                                "SELECT count(*) FROM catalog.metric WHERE tenant_id = $1",
                                tx.tenantId())
                            .orElseThrow()
                            .getLong(0)));
    assertThat(logged).isEqualTo(admitted);
    assertRefused(made, "METRIC_POINTS_PER_MINUTE", Crowd.CLIENTS - admitted);
  }

  @Test
  void ofSixtyFourSocketsTenAreLetInAndACloseMakesRoom() throws Exception {
    TestTenants.Made made = tenants.make("quota-sockets");
    limit(made, QuotaName.OPEN_SOCKETS, LIMIT);
    JsonObject credential = new JsonObject().put("Authorization", "Bearer " + made.key());
    List<LiveClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < Crowd.CLIENTS; i++) {
        clients.add(LiveClient.open(port));
      }
      together(
          i -> {
            clients.get(i).init(credential);
            return i;
          });

      List<LiveClient> admitted = new ArrayList<>();
      for (LiveClient client : clients) {
        JsonObject answer = client.nextOrClosed();
        if (answer == null) {
          assertThat(client.closed().code()).isEqualTo(4429);
          assertThat(client.closed().reason())
              .isEqualTo("QUOTA_EXCEEDED: OPEN_SOCKETS: 10 of 10 are used, 1 more asked for");
        } else {
          assertThat(answer.getString("type")).isEqualTo("connection_ack");
          admitted.add(client);
        }
      }
      assertThat(admitted).hasSize(LIMIT);
      assertThat(quota(graph(made.key()), "OPEN_SOCKETS").path("used").asLong()).isEqualTo(LIMIT);
      assertRefused(made, "OPEN_SOCKETS", Crowd.CLIENTS - LIMIT);

      admitted.getFirst().end();
      admitted.getFirst().closed();
      assertThat(isLetInWithin(PATIENCE, credential)).isTrue();
    } finally {
      clients.forEach(LiveClient::close);
    }
  }

  /** The platform may hear of a close a moment later than its client. */
  private boolean isLetInWithin(Duration patience, JsonObject credential) throws Exception {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      try (LiveClient next = LiveClient.open(port)) {
        next.init(credential);
        if (next.nextOrClosed() != null) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void everyQuotaIsShownWithItsPlan() {
    TestTenants.Made made = tenants.make("quota-shown");
    Graph owner = graph(made.key());
    JsonNode quotas =
        owner
            .ask("{viewer{tenants{quotas{name limit used source}}}}")
            .data()
            .at("/viewer/tenants/0/quotas");

    assertThat(quotas).hasSize(QuotaName.values().length);
    for (JsonNode quota : quotas) {
      assertThat(quota.path("source").asText()).as(quota.toString()).isEqualTo("PLAN");
      assertThat(quota.path("limit").asLong()).as(quota.toString()).isPositive();
    }
    assertThat(quota(owner, "MEMBERS").path("used").asLong()).isEqualTo(1);
  }

  @Test
  void aPeakIsShownAfterUseHasFallenAndAnotherTenantSeesNeitherThatNorRefusals() {
    TestTenants.Made made = tenants.make("quota-peak");
    TestTenants.Made other = tenants.make("quota-no-peak");
    Graph owner = graph(made.key());
    limit(made, QuotaName.API_KEYS, 3);
    String created =
        "mutation{createApiKey(input:{name:\"k\",permissions:[RUN_READ]}){apiKey{id}}}";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ids.add(owner.ask(created).data().at("/createApiKey/apiKey/id").asText());
    }
    assertThat(owner.ask(created).code()).hasValue("QUOTA_EXCEEDED");
    for (String id : ids) {
      owner.ask("mutation($i:ID!){revokeApiKey(id:$i){id}}", Map.of("i", id)).data();
    }
    inThread(peaks::look);

    JsonNode standing = quota(owner, "API_KEYS");
    assertThat(standing.path("used").asLong()).isEqualTo(1);
    assertThat(standing.path("peak").asLong()).isEqualTo(3);
    assertRefused(made, "API_KEYS", 1);
    Graph stranger = graph(other.key());
    assertThat(quota(stranger, "API_KEYS").path("peak").asLong()).isLessThanOrEqualTo(1);
    assertThat(stranger.ask("{tenant{" + REFUSALS + "}}").data().at("/tenant/refusals")).isEmpty();
  }

  @Test
  void keysAreCountedAndNobodyIsToBeAskedWhereNoAddressIsSet() {
    TestTenants.Made made = tenants.make("quota-key-counts");
    Graph owner = graph(made.key());
    String soon = Instant.now().plus(Duration.ofDays(3)).toString();
    owner
        .ask(
            "mutation($e:DateTime!){createApiKey(input:{name:\"k\",permissions:[RUN_READ],expiresAt:$e}){secret}}",
            Map.of("e", soon))
        .data();
    JsonNode tenant =
        owner
            .ask(
                "{tenant{operatorMail apiKeyCounts{inForce unused endingSoon withoutEnd nextEnd}}}")
            .data();
    assertThat(tenant.at("/tenant/operatorMail").isNull()).isTrue();
    JsonNode counts = tenant.at("/tenant/apiKeyCounts");
    assertThat(counts.path("inForce").asInt()).isEqualTo(2);
    assertThat(counts.path("unused").asInt()).isZero();
    assertThat(counts.path("endingSoon").asInt()).isEqualTo(1);
    assertThat(counts.path("withoutEnd").asInt()).isEqualTo(1);
    Map<String, List<String>> shown =
        Map.of(
            "IN_FORCE",
            List.of("k", "owner"),
            "UNUSED",
            List.of(),
            "ENDING_SOON",
            List.of("k"),
            "ENDED",
            List.of());
    shown.forEach(
        (filter, names) ->
            assertThat(
                    owner
                        .ask("{apiKeys(filter:" + filter + "){edges{node{name}}}}")
                        .data()
                        .at("/apiKeys")
                        .findValuesAsText("name"))
                .as(filter)
                .isEqualTo(names));
    assertThat(Instant.parse(counts.path("nextEnd").asText()))
        .isCloseTo(Instant.parse(soon), within(1, ChronoUnit.MILLIS));
  }

  private static String signedIn(ServerAddresses keycloak, String name) throws Exception {
    return SignIn.byPassword(keycloak.issuer(), name, keycloak.demoPassword()).access();
  }

  @Test
  void onlyAnOperatorSetsALimitAndTheTenantsAuditLogTellsOfIt() throws Exception {
    TestTenants.Made made = tenants.make("quota-operator");
    Graph owner = graph(made.key());
    Map<String, Object> input =
        Map.of(
            "tenantId",
            GraphTypes.id(GraphTypes.TENANT, made.tenant().id()),
            "name",
            "ENDPOINTS",
            "limit",
            3);
    assertThat(owner.ask(SET, Map.of("i", input)).code()).hasValue("FORBIDDEN");
    ServerAddresses keycloak = TestServers.shared().keycloak();
    assertThat(graph(signedIn(keycloak, "engineer")).ask(SET, Map.of("i", input)).code())
        .hasValue("FORBIDDEN");
    Graph operator = graph(signedIn(keycloak, "operator"));

    JsonNode set = operator.ask(SET, Map.of("i", input)).data().get("setQuota");

    assertThat(set.toString())
        .isEqualTo("{\"name\":\"ENDPOINTS\",\"limit\":3,\"used\":0,\"source\":\"OPERATOR\"}");
    JsonNode standing = quota(owner, "ENDPOINTS");
    assertThat(standing.path("limit").asLong()).isEqualTo(3);
    assertThat(standing.path("planLimit").asLong()).isEqualTo(1_000);
    assertThat(Instant.parse(standing.path("setAt").asText()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    Map<String, Object> both =
        Map.of("tenantId", input.get("tenantId"), "name", "ENDPOINTS", "limit", 3, "remove", true);
    assertThat(operator.ask(SET, Map.of("i", both)).field()).isEqualTo("input.limit");
    Map<String, Object> stale = new HashMap<>(input);
    stale.put("limit", 9);
    stale.put("expectedLimit", 4);
    assertThat(operator.ask(SET, Map.of("i", stale)).code()).hasValue("CONFLICT");
    assertThat(quota(owner, "ENDPOINTS").path("limit").asLong()).isEqualTo(3);
    stale.put("expectedLimit", 3);
    assertThat(operator.ask(SET, Map.of("i", stale)).data().at("/setQuota/limit").asLong())
        .isEqualTo(9);
    Map<String, Object> back =
        Map.of(
            "tenantId",
            input.get("tenantId"),
            "name",
            "ENDPOINTS",
            "remove",
            true,
            "expectedLimit",
            9);
    assertThat(operator.ask(SET, Map.of("i", back)).data().at("/setQuota/source").asText())
        .isEqualTo("PLAN");
    JsonNode planned = quota(owner, "ENDPOINTS");
    assertThat(planned.path("planLimit")).isEqualTo(planned.path("limit"));
    assertThat(planned.path("setAt").isNull()).isTrue();
    JsonNode log =
        owner
            .ask(
                "{auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"}){edges{node{action actor outcome}}}}")
            .data()
            .at("/auditLog/edges");
    assertThat(log.toString())
        .contains("{\"action\":\"setQuota\",\"actor\":\"operator\",\"outcome\":\"DONE\"}");
  }
}
