package io.keelson.api.graphql.trusted;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ParseAndValidate;
import graphql.parser.Parser;
import io.keelson.api.catalog.metric.MetricPoint;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console's operations by their ids, and tenants that allow no others. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TrustedDocumentsIT {
  private static final String OWN = "{tenant{version trustedDocumentsOnly}}";
  private static final String UNNAMED = "{\"named\":false}";

  /** How soon every process knows of a setting. */
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);

  private static Map<String, String> manifest;

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject SharedEngine engine;
  @Inject RunMetrics metrics;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @BeforeAll
  static void readManifest() throws Exception {
    try (InputStream in =
        Thread.currentThread()
            .getContextClassLoader()
            .getResourceAsStream(ConsoleDocuments.RESOURCE)) {
      assertThat(in).as("the console is built before the API").isNotNull();
      manifest = new ObjectMapper().readValue(in, new TypeReference<>() {});
    }
  }

  @Test
  void theManifestHoldsOperationsThatTheSchemaHas() {
    assertThat(manifest).hasSizeGreaterThan(50);
    manifest.values().stream()
        .map(Parser::parse)
        .forEach(
            document ->
                assertThat(ParseAndValidate.validate(engine.get().schema(), document, Locale.ROOT))
                    .isEmpty());
  }

  @Test
  void anOperationOfTheConsoleRunsByItsId() {
    Graph owner = graph(tenants.make("by-id").key());

    Graph.Answer answer = byId(owner, "query Viewer", UNNAMED);

    assertThat(answer.data().at("/viewer/tenants/0/slug").asText()).isEqualTo("by-id");
    assertThat(answer.body().at("/extensions/cost/limit").asInt()).isPositive();
  }

  @Test
  void whatNamesNoKnownDocumentIsRefusedWithAReason() {
    Graph owner = graph(tenants.make("by-unknown-id").key());
    String known = id("query Viewer");

    Graph.Answer unknown = owner.send("{\"documentId\":\"sha256:" + "0".repeat(64) + "\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).hasValue("NOT_FOUND");
    assertThat(unknown.field()).isEqualTo("documentId");
    assertThat(unknown.headers().firstValue("RateLimit-Remaining")).isPresent();

    Graph.Answer mismatched =
        owner.send("{\"documentId\":\"" + known + "\",\"query\":\"{viewer{tenants{id}}}\"}");
    assertThat(mismatched.status()).isEqualTo(400);
    assertThat(mismatched.field()).isEqualTo("query");
    assertThat(owner.send("{\"documentId\":[]}").field()).isEqualTo("documentId");
    assertThat(graph(null).send("{\"documentId\":\"" + known + "\"}").status()).isEqualTo(401);
  }

  @Test
  void aSocketTakesIdsToo() throws Exception {
    try (LiveClient client = LiveClient.acknowledged(port, tenants.make("by-id-live").key())) {
      subscribe(client, "known", id("query Viewer"));
      JsonObject next = client.next();
      assertThat(next.getString("type")).as(next.encode()).isEqualTo("next");
      assertThat(client.next().getString("type")).isEqualTo("complete");

      subscribe(client, "unknown", "sha256:" + "0".repeat(64));
      JsonObject error = extensions(client.next());
      assertThat(error.getString("code")).isEqualTo("NOT_FOUND");
      assertThat(error.getString("field")).isEqualTo("documentId");
    }
  }

  @Test
  void aTenantMayAllowOnlyTrustedOperationsAndIsAloneInThat() throws Exception {
    TestTenants.Made made = tenants.make("trusting");
    Graph owner = graph(made.key());
    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    Graph stranger = graph(tenants.make("trusting-other").key());
    try (PersonTokens tokens = PersonTokens.open();
        LiveClient client = LiveClient.acknowledged(port, made.key())) {
      var person = people.join(made.tenant(), "ada", Grant.of(Role.OWNER, null));
      Graph member = graph(tokens.of(person.personId(), "ada"));
      assertThat(asMember(member, OWN, made).code()).isEmpty();
      assertThat(
              set(owner, true, 1)
                  .data()
                  .at("/setTrustedDocumentsOnly/trustedDocumentsOnly")
                  .asBoolean())
          .isTrue();

      assertSoonRefused(() -> owner.ask(OWN));
      assertSoonRefused(() -> viewer.ask(OWN));
      assertSoonRefused(() -> asMember(member, OWN, made));
      Graph.Answer refused = owner.ask(OWN);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.field()).isEqualTo("query");
      assertThat(
              owner
                  .send("{\"query\":\"{viewer{tenants{id}}}\",\"extensions\":{\"costOnly\":true}}")
                  .code())
          .hasValue("FORBIDDEN");
      assertKnownWithin(KNOWN_WITHIN, "refused on the socket", () -> isRefused(client));

      assertThat(byId(viewer, "query Viewer", UNNAMED).code()).isEmpty();
      assertThat(owner.ask(manifest.get(id("query Viewer")), Map.of("named", false)).code())
          .as("by its text")
          .isEmpty();
      subscribe(client, "console", id("query Viewer"));
      assertThat(client.next().getString("type")).isEqualTo("next");
      assertThat(stranger.ask(OWN).code()).isEmpty();
      assertThat(member.ask("{viewer{tenants{slug}}}").code()).as("in no tenant").isEmpty();

      Graph.Answer off =
          byId(
              member,
              "mutation SetTrustedDocumentsOnly",
              "{\"input\":{\"only\":false,\"expectedVersion\":2}}",
              "X-Keelson-Tenant",
              made.tenant().slug());
      assertThat(off.data().at("/setTrustedDocumentsOnly/version").asInt()).isEqualTo(3);
      assertKnownWithin(KNOWN_WITHIN, "allowed", () -> owner.ask(OWN).code().isEmpty());
      assertThat(owner.ask(OWN).data().at("/tenant/trustedDocumentsOnly").asBoolean()).isFalse();
    }
  }

  @Test
  void aSubscriptionThatIsNotTrustedEndsWithTheNextEvent() throws Exception {
    TestTenants.Made made = tenants.make("trusting-live");
    Graph owner = graph(made.key());
    String run = run(owner);
    var person = people.join(made.tenant(), "grace", Grant.of(Role.OWNER, null));
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.subscribe("metrics", "subscription{runMetrics(runId:\"" + run + "\"){step}}");
      log(person, run, 1);
      assertThat(client.next().getString("type")).isEqualTo("next");

      set(owner, true, 1).data();
      assertSoonRefused(() -> owner.ask(OWN));
      Thread.sleep(KNOWN_WITHIN); // the socket has a look of its own at its caller
      log(person, run, 2);

      assertThat(extensions(client.next()).getString("code")).isEqualTo("FORBIDDEN");
    }
  }

  @Test
  void onlyWhoMayWriteTheTenantSetsItAndTheAuditLogSaysSo() {
    TestTenants.Made made = tenants.make("trusting-rights");
    Graph owner = graph(made.key());
    assertThat(set(graph(tenants.keyFor(made.tenant(), Role.ENGINEER)), true, 1).code())
        .hasValue("FORBIDDEN");
    assertThat(set(owner, true, 7).code()).hasValue("CONFLICT");
    set(owner, false, 1).data();
    Instant now = Instant.now();
    assertThat(
            owner
                .ask(
                    "query($p:PeriodInput!){auditLog(period:$p,first:50){edges{node{action outcome detail}}}}",
                    Map.of(
                        "p",
                        Map.of(
                            "from",
                            now.minusSeconds(600).toString(),
                            "to",
                            now.plusSeconds(600).toString())))
                .data()
                .findValuesAsText("action"))
        .contains("setTrustedDocumentsOnly");
  }

  private Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  private static Graph.Answer asMember(Graph member, String query, TestTenants.Made made) {
    return member.ask(query, Map.of(), "X-Keelson-Tenant", made.tenant().slug());
  }

  private static Graph.Answer set(Graph caller, boolean only, int expectedVersion) {
    return caller.ask(
        "mutation($i:SetTrustedDocumentsOnlyInput!){setTrustedDocumentsOnly(input:$i){version trustedDocumentsOnly}}",
        Map.of("i", Map.of("only", only, "expectedVersion", expectedVersion)));
  }

  private static String run(Graph owner) {
    String project = made(owner, "createProject(input:{slug:\"live\",name:\"Live\"})");
    String experiment =
        made(owner, "createExperiment(input:{projectId:\"" + project + "\",name:\"e\"})");
    return made(owner, "createRun(input:{experimentId:\"" + experiment + "\"})");
  }

  private static String made(Graph owner, String mutation) {
    return owner.ask("mutation{made:" + mutation + "{id}}").data().at("/made/id").asText();
  }

  /** Past the door, which lets no such operation through any more. */
  private void log(TestPeople.Someone someone, String run, long step) {
    MetricPoint point = new MetricPoint("loss", 1.0, step, null);
    people.inThread(
        () ->
            metrics.logBatch(
                people.caller(someone),
                new RunMetrics.LogBatch(
                    GlobalId.decode("run", GraphTypes.RUN, run), List.of(point), null, null)));
  }

  /** The id of the console's operation that begins so. */
  private static String id(String beginning) {
    return manifest.entrySet().stream()
        .filter(entry -> entry.getValue().matches("(?s)" + beginning + "\\b.*"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static Graph.Answer byId(
      Graph caller, String beginning, String variables, String... headers) {
    return caller.send(
        "{\"documentId\":\"" + id(beginning) + "\",\"variables\":" + variables + "}", headers);
  }

  private static void subscribe(LiveClient client, String operation, String documentId) {
    client.say(
        new JsonObject()
            .put("id", operation)
            .put("type", "subscribe")
            .put(
                "payload",
                new JsonObject()
                    .put("documentId", documentId)
                    .put("variables", new JsonObject(UNNAMED)))
            .encode());
  }

  private static JsonObject extensions(JsonObject message) {
    assertThat(message.getString("type")).as(message.encode()).isEqualTo("error");
    return message.getJsonArray("payload").getJsonObject(0).getJsonObject("extensions");
  }

  /** The socket has a look of its own at its caller. */
  private static boolean isRefused(LiveClient client) throws InterruptedException {
    client.subscribe("own", OWN);
    JsonObject first = client.next();
    if (first.getString("type").equals("next")) {
      assertThat(client.next().getString("type")).isEqualTo("complete");
      return false;
    }
    assertThat(extensions(first).getString("code")).isEqualTo("FORBIDDEN");
    return true;
  }

  private static void assertSoonRefused(Supplier<Graph.Answer> ask) throws Exception {
    assertKnownWithin(
        KNOWN_WITHIN, "refused", () -> ask.get().code().filter("FORBIDDEN"::equals).isPresent());
  }
}
