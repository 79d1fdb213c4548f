package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestLeases;
import io.keelson.api.testing.TestTenants;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Lease;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The protocol, and who may speak it for how long. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class LiveSocketIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

  /** On one socket. */
  private static final int MAX_OPERATIONS = 200;

  private static final Duration MAX_AGE = Duration.ofSeconds(1);
  private static final String TENANT = "{tenant{slug}}";
  private static final String CREATE_KEY =
      "mutation{createApiKey(input:{name:\"stolen\",permissions:[PROJECT_READ]}){apiKey{id}}}";

  @Inject TestTenants tenants;
  @Inject TestLeases leases;
  @Inject LiveSockets sockets;
  @Inject EndedSessions sessions;
  @Inject JobTokens tokens;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static void expect(JsonObject message, String type, String id) {
    assertThat(message.getString("type")).as(message.encode()).isEqualTo(type);
    assertThat(message.getString("id")).isEqualTo(id);
  }

  private static String code(JsonArray errors) {
    return errors.getJsonObject(0).getJsonObject("extensions").getString("code");
  }

  private void revoke(Graph owner, String name) {
    for (JsonNode key : owner.ask("{apiKeys{edges{node{id name}}}}").data().findValues("node")) {
      if (key.path("name").asText().equals(name)) {
        String id = key.path("id").asText();
        owner.ask("mutation($id:ID!){revokeApiKey(id:$id){id}}", Map.of("id", id)).data();
      }
    }
  }

  /** Its end may be found out by an operation or by the look at all sockets, whichever is first. */
  @RepeatedTest(5)
  void aSocketOutlivesNeitherItsKeyNorMakesANewOneAfterwards(RepetitionInfo round)
      throws Exception {
    TestTenants.Made made = tenants.make("live-revoked-" + round.getCurrentRepetition());
    String thief = tenants.keyFor(made.tenant(), Role.ADMIN);
    try (LiveClient client = LiveClient.acknowledged(port, thief)) {
      client.subscribe("before", TENANT);
      expect(client.next(), "next", "before");
      expect(client.next(), "complete", "before");

      revoke(graph(made.key()), "admin");
      Instant revoked = Instant.now();
      int asked = 0;
      while (!client.isClosed() && Instant.now().isBefore(revoked.plus(ENDS_WITHIN))) {
        Instant askedAt = Instant.now();
        try {
          client.subscribe("key-" + ++asked, CREATE_KEY);
        } catch (CompletionException closedMeanwhile) {
          break;
        }
        JsonObject answer = client.next(ENDS_WITHIN);
        if (answer != null && answer.encode().contains("apiKey\":{")) {
          assertThat(askedAt).isBefore(revoked.plus(MAX_AGE));
          client.next(ENDS_WITHIN);
        }
      }

      LiveClient.Closed closed = client.closed();
      assertThat(closed.code()).isEqualTo(4403);
      assertThat(closed.at()).isBefore(revoked.plus(ENDS_WITHIN));
    }
  }

  @Test
  void twoHundredSocketsOfARevokedKeyAreClosedWithinTwoSeconds() throws Exception {
    TestTenants.Made made = tenants.make("live-many");
    String key = tenants.keyFor(made.tenant(), Role.VIEWER);
    List<LiveClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        clients.add(LiveClient.acknowledged(port, key));
      }

      revoke(graph(made.key()), "viewer");
      Instant revoked = Instant.now();

      for (LiveClient client : clients) {
        LiveClient.Closed closed = client.closed();
        assertThat(closed.code()).isEqualTo(4403);
        assertThat(closed.at()).isBefore(revoked.plus(ENDS_WITHIN));
      }
    } finally {
      clients.forEach(LiveClient::close);
    }
  }

  @Test
  void aSessionThatWasSignedOutOfClosesItsSockets() throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    String token =
        SignIn.byPassword(keycloak.issuer(), "engineer", keycloak.demoPassword()).access();
    try (LiveClient client = LiveClient.open(port)) {
      client.init(
          new JsonObject().put("authorization", "Bearer " + token).put("x-keelson-tenant", "demo"));
      assertThat(client.next().getString("type")).isEqualTo("connection_ack");
      client.subscribe("1", TENANT);
      assertThat(client.next().encode()).contains("\"slug\":\"demo\"");

      String claims =
          new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
      sessions.end(new JsonObject(claims).getString("sid"));
      Instant ended = Instant.now();

      LiveClient.Closed closed = client.closed();
      assertThat(closed.code()).isEqualTo(4403);
      assertThat(closed.at()).isBefore(ended.plus(ENDS_WITHIN));
    }
  }

  @Test
  void aPersonNamesTheTenantInTheFirstMessageAndSeesNoOther() throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    String token =
        SignIn.byPassword(keycloak.issuer(), "engineer", keycloak.demoPassword()).access();
    try (LiveClient client = LiveClient.open(port)) {
      client.init(
          new JsonObject()
              .put("Authorization", "Bearer " + token)
              .put("X-Keelson-Tenant", "other"));
      assertThat(client.next().getString("type")).isEqualTo("connection_ack");

      client.subscribe("1", TENANT);

      JsonObject answer = client.next();
      expect(answer, "next", "1");
      assertThat(code(answer.getJsonObject("payload").getJsonArray("errors")))
          .isEqualTo("NOT_FOUND");
    }
  }

  @Test
  void whoDoesNotSayWhoTheyAreMaySayNothingElse() {
    try (LiveClient client = LiveClient.open(port)) {
      client.init(new JsonObject());
      assertThat(client.closed().code()).isEqualTo(4401);
    }
    try (LiveClient client = LiveClient.open(port)) {
      client.init(new JsonObject().put("Authorization", "Bearer ksn_made-up"));
      assertThat(client.closed().code()).isEqualTo(4401);
    }
    try (LiveClient client = LiveClient.open(port)) {
      client.subscribe("1", "{__typename}");
      assertThat(client.closed().code()).isEqualTo(4401);
    }
    try (LiveClient client = LiveClient.open(port)) {
      sockets.lookAt(Instant.now().plusSeconds(11));
      assertThat(client.closed().code()).isEqualTo(4408);
    }
  }

  @Test
  void whatIsNoMessageOfTheProtocolClosesTheSocket() {
    Map<String, Integer> said =
        Map.of(
            "no json",
            4400,
            "[]",
            4400,
            "{\"type\":\"connection_ack\"}",
            4400,
            "{\"type\":\"subscribe\",\"id\":\"1\"}",
            4400,
            "{\"type\":\"connection_init\",\"payload\":" + "[".repeat(10_000),
            4400,
            "{\"type\":\"" + "x".repeat(17_000) + "\"}",
            1009,
            "{\"type\":\"" + "x".repeat(300_000) + "\"}",
            1009);
    said.forEach(
        (text, code) -> {
          try (LiveClient client = LiveClient.open(port)) {
            client.say(text);
            assertThat(client.closed().code())
                .as(text.substring(0, Math.min(40, text.length())))
                .isEqualTo(code);
          }
        });
  }

  @Test
  void aPongIsASignOfLifeAndNoMessage() throws Exception {
    TestTenants.Made made = tenants.make("live-pong");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      sockets.lookAt(Instant.now().plusSeconds(31));

      for (String id : List.of("pinged", "after the pong")) {
        client.subscribe(id, TENANT);
        expect(client.next(), "next", id);
        expect(client.next(), "complete", id);
      }
    }
  }

  @Test
  void aSecondFirstMessageOrAnIdInUseClosesTheSocket() throws Exception {
    TestTenants.Made made = tenants.make("live-twice");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.init(new JsonObject());
      assertThat(client.closed().code()).isEqualTo(4429);
    }
    String run = new Runs(graph(made.key())).make("twice");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.subscribe("1", Runs.follow(run));
      client.subscribe("1", Runs.follow(run));
      assertThat(client.closed().code()).isEqualTo(4409);
    }
  }

  @Test
  void errorsHaveTheCodesAndIdsThatTheyHaveOverHttp() throws Exception {
    TestTenants.Made made = tenants.make("live-errors");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.subscribe("unknown", "{nothing}");
      JsonObject never = client.next();
      expect(never, "error", "unknown");
      assertThat(code(never.getJsonArray("payload"))).isEqualTo("VALIDATION");

      client.subscribe("bad", "mutation{revokeApiKey(id:\"x\"){id}}");
      JsonObject ran = client.next();
      expect(ran, "next", "bad");
      JsonArray errors = ran.getJsonObject("payload").getJsonArray("errors");
      assertThat(code(errors)).isEqualTo("VALIDATION");
      assertThat(errors.getJsonObject(0).getJsonObject("extensions").getString("requestId"))
          .isNotNull();
      expect(client.next(), "complete", "bad");

      client.subscribe("hidden", "subscription{runMetrics(runId:\"" + hiddenRun() + "\"){key}}");
      JsonObject hidden = client.next();
      expect(hidden, "error", "hidden");
      assertThat(code(hidden.getJsonArray("payload"))).isEqualTo("NOT_FOUND");

      client.say("{\"type\":\"ping\"}");
      assertThat(client.next().getString("type")).isEqualTo("pong");
    }
  }

  private String hiddenRun() {
    return new Runs(graph(tenants.make("live-hidden").key())).make("hidden");
  }

  @Test
  void aSocketRunsNoMoreOperationsAtOnceThanItMay() throws Exception {
    TestTenants.Made made = tenants.make("live-bound");
    Runs runs = new Runs(graph(made.key()));
    String run = runs.make("bound");
    runs.log(run, "k", 0, 1);
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      for (int i = 0; i < MAX_OPERATIONS; i++) {
        client.subscribe("s" + i, Runs.follow(run));
      }
      againUntilAllRun(client, run);

      client.subscribe("one-more", Runs.follow(run));

      JsonObject refused = client.next();
      expect(refused, "error", "one-more");
      assertThat(code(refused.getJsonArray("payload"))).isEqualTo("RATE_LIMITED");
      client.complete("s0");
      client.subscribe("instead", TENANT);
      expect(client.next(), "next", "instead");
    }
  }

  /**
   * So many that begin at once may be more than the process begins at a time for one tenant. Each
   * that runs tells of the one point that the run has, and of nothing else.
   */
  private static void againUntilAllRun(LiveClient client, String run) throws InterruptedException {
    Set<String> running = new HashSet<>();
    while (running.size() < MAX_OPERATIONS) {
      JsonObject message = client.next();
      String id = message.getString("id");
      if (message.getString("type").equals("next")) {
        running.add(id);
      } else {
        expect(message, "error", id);
        assertThat(code(message.getJsonArray("payload"))).isEqualTo("UNAVAILABLE");
        client.subscribe(id, Runs.follow(run));
      }
    }
  }

  @Test
  void oneIdempotencyKeyOverASocketIsOneChange() throws Exception {
    TestTenants.Made made = tenants.make("live-once");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      String ids = "";
      for (String id : List.of("1", "2")) {
        client.say(
            new JsonObject()
                .put("id", id)
                .put("type", "subscribe")
                .put(
                    "payload",
                    new JsonObject()
                        .put(
                            "query",
                            "mutation{createProject(input:{slug:\"once\",name:\"Once\"}){id}}")
                        .put("extensions", new JsonObject().put("idempotencyKey", "once-1")))
                .encode());
        JsonObject answer = client.next();
        expect(answer, "next", id);
        ids += answer.getJsonObject("payload").getJsonObject("data").encode();
        expect(client.next(), "complete", id);
      }
      assertThat(ids.substring(0, ids.length() / 2)).isEqualTo(ids.substring(ids.length() / 2));
    }
  }

  @Test
  void aPageOfAnotherOriginOpensNoSocket() {
    assertThatThrownBy(() -> LiveClient.open(port, "Origin", "http://evil.example"))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void whoeverStopsReadingIsEndedAndTheirNeighbourGetsEveryEvent() throws Exception {
    TestTenants.Made made = tenants.make("live-silent");
    Runs runs = new Runs(graph(made.key()));
    String run = runs.make("silent");
    int events = 30_000;
    int told = 0;
    try (LiveClient silent = LiveClient.acknowledged(port, made.key());
        LiveClient neighbour = LiveClient.acknowledged(port, made.key())) {
      silent.stopReading();
      silent.subscribe("s", Runs.follow(run));
      neighbour.subscribe("n", Runs.follow(run));
      for (int from = 0; from < events; from += 1_000) {
        runs.log(run, "k".repeat(250), from, 1_000);
      }

      for (; told < events; told++) {
        expectStep(neighbour.next(), told);
      }
      Instant seenToTakeNothing = Instant.now().plus(ENDS_WITHIN).plusSeconds(1);
      for (; Instant.now().isBefore(seenToTakeNothing); told++) {
        runs.log(run, "k", told, 1);
        expectStep(neighbour.next(), told);
      }
      silent.readOn();
      JsonObject last;
      int taken = 0;
      while ((last = silent.next()).getString("type").equals("next")) {
        taken++;
      }

      expect(last, "error", "s");
      assertThat(code(last.getJsonArray("payload"))).isEqualTo("RATE_LIMITED");
      assertThat(taken).isLessThan(told);
      silent.subscribe("others go on", TENANT);
      expect(silent.next(), "next", "others go on");
    }
  }

  private static void expectStep(JsonObject message, int step) {
    expect(message, "next", "n");
    assertThat(
            message
                .getJsonObject("payload")
                .getJsonObject("data")
                .getJsonObject("runMetrics")
                .getInteger("step"))
        .isEqualTo(step);
  }

  @Test
  void aJobsSocketEndsWithItsLease() throws Exception {
    TestTenants.Made made = tenants.make("live-job");
    UUID tenantId = made.tenant().id();
    JsonNode job =
        graph(made.key())
            .ask(
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"j\",command:[\"true\"]}){id}}",
                Map.of("p", new Runs(graph(made.key())).project("job")))
            .data();
    UUID jobId = GlobalId.decode("id", GraphTypes.JOB, job.at("/submitJob/id").asText());
    Lease lease = leases.make(tenantId, jobId);
    try (LiveClient client = LiveClient.acknowledged(port, tokens.issue(lease))) {
      client.subscribe("1", "{projects(first:1){edges{node{slug}}}}");
      assertThat(client.next().encode()).contains("\"slug\":\"job\"");

      leases.end(lease);
      Instant ended = Instant.now();

      LiveClient.Closed closed = client.closed();
      assertThat(closed.code()).isEqualTo(4403);
      assertThat(closed.at()).isBefore(ended.plus(ENDS_WITHIN));
    }
  }

  @Test
  void whatASocketHadBegunWhenItClosedIsDoneToItsEnd() throws Exception {
    TestTenants.Made made = tenants.make("live-whole");
    UUID tenantId = made.tenant().id();
    String first = new Runs(graph(made.key())).project("first");
    String second = new Runs(graph(made.key())).project("second");
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Thread holder =
        Thread.startVirtualThread(
            () -> database.transact(tenantId, tx -> lockUntil(tx, "first", locked, gone)));
    try {
      locked.await();
      try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
        client.subscribe(
            "both",
            """
            mutation($one:ID!,$two:ID!) {
              one: updateProject(input:{id:$one, expectedVersion:1, name:"changed"}) { id }
              two: updateProject(input:{id:$two, expectedVersion:1, name:"changed"}) { id }
            }
            """,
            new JsonObject().put("one", first).put("two", second));
        awaitOne(tenantId, WAITS_FOR_A_ROW);
      }
      awaitTrue(() -> sockets.held().operations() == 0);
    } finally {
      gone.countDown();
      holder.join();
    }

    awaitOne(tenantId, "SELECT 1 FROM catalog.project WHERE slug = 'first' AND name = 'changed'");
    awaitOne(tenantId, "SELECT 1 FROM catalog.project WHERE slug = 'second' AND name = 'changed'");
  }

  private static final String WAITS_FOR_A_ROW =
      "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid')";

  private static Void lockUntil(
      Transaction tx, String slug, CountDownLatch locked, CountDownLatch free) {
    tx.query("SELECT 1 FROM catalog.project WHERE slug = $1 FOR UPDATE", slug);
    locked.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private void awaitOne(UUID tenantId, String sql) throws InterruptedException {
    awaitTrue(() -> database.read(tenantId, sql).size() > 0);
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(20);
    }
  }
}
