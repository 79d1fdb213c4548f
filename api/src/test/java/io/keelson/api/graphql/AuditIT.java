package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the audit log tells of what was done, refused and failed. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class AuditIT {
  private static final String LOG =
      """
      query($from: DateTime!, $to: DateTime!, $after: String) {
        auditLog(period: {from: $from, to: $to}, first: 2, after: $after) {
          edges { node { action outcome actor by { kind id label } targetId
                         subject { id kind label projectId } address detail } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private static final String TENANT = "X-Keelson-Tenant";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** Oldest first, read page by page. */
  private static List<JsonNode> entries(Graph owner) {
    List<JsonNode> entries = new ArrayList<>();
    Map<String, Object> variables = new HashMap<>();
    variables.put("from", Instant.now().minus(Duration.ofHours(1)).toString());
    variables.put("to", Instant.now().plus(Duration.ofHours(1)).toString());
    JsonNode page;
    do {
      page = owner.ask(LOG, variables).data().path("auditLog");
      page.path("edges").forEach(edge -> entries.add(edge.path("node")));
      variables.put("after", page.at("/pageInfo/endCursor").asText(null));
    } while (page.at("/pageInfo/hasNextPage").asBoolean());
    return entries.reversed();
  }

  private static List<String> told(Graph owner) {
    return entries(owner).stream()
        .map(entry -> entry.path("action").asText() + " " + entry.path("outcome").asText())
        .toList();
  }

  @Test
  void whatWasDoneRefusedAndFailedIsToldPageByPage() {
    TestTenants.Made made = tenants.make("audited");
    Graph owner = graph(made.key());
    String project =
        Things.id(owner, "createProject(input:{slug:\"project\",name:\"P\"})", Map.of());
    owner.ask("mutation{createProject(input:{slug:\"project\",name:\"P\"}){id}}");
    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    assertThat(
            viewer
                .ask("mutation{createApiKey(input:{name:\"k\",permissions:[RUN_READ]}){secret}}")
                .code())
        .hasValue("FORBIDDEN");
    assertThat(viewer.ask("{apiKeys{edges{node{id}}}}").code()).hasValue("FORBIDDEN");

    assertThat(told(owner))
        .containsExactlyInAnyOrder(
            "createTenant DONE",
            "createApiKey DONE",
            "createProject DONE",
            "createProject FAILED",
            "createApiKey DONE",
            "createApiKey DENIED",
            "apiKeys DENIED");
    JsonNode done =
        entries(owner).stream()
            .filter(entry -> entry.path("action").asText().equals("createProject"))
            .filter(entry -> entry.path("outcome").asText().equals("DONE"))
            .findFirst()
            .orElseThrow();
    assertThat(done.path("targetId").asText()).isEqualTo(project);
    assertThat(done.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(done.at("/by/kind").asText()).isEqualTo("API_KEY");
    assertThat(done.at("/by/id").asText()).startsWith("apikey_");
    assertThat(done.at("/by/label")).isEqualTo(done.path("actor"));
    assertThat(done.at("/subject/id").asText()).isEqualTo(project);
    assertThat(done.at("/subject/kind").asText()).isEqualTo("PROJECT");
    assertThat(done.at("/subject/label").asText()).isEqualTo("P");
    assertThat(entries(owner))
        .filteredOn(entry -> !entry.path("action").asText().equals("createProject"))
        .allSatisfy(entry -> assertThat(entry.path("subject").isNull()).isTrue());
  }

  private static Graph.Answer filtered(Graph owner, String filter) {
    String period =
        "period:{from:\"%s\",to:\"%s\"}"
            .formatted(
                Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
    return owner.ask(
        "{auditLog(%s,first:50,filter:%s){edges{node{action outcome by{id}}}}}"
            .formatted(period, filter));
  }

  private static List<String> told(Graph owner, String filter) {
    return filtered(owner, filter).data().at("/auditLog/edges").findValues("node").stream()
        .map(entry -> entry.path("action").asText() + " " + entry.path("outcome").asText())
        .toList();
  }

  @Test
  void entriesAreFoundByWhoTriedWhatAndWhatBecameOfIt() {
    TestTenants.Made made = tenants.make("audit-filter");
    Graph owner = graph(made.key());
    Things.id(owner, "createProject(input:{slug:\"project\",name:\"P\"})", Map.of());
    owner.ask("mutation{createProject(input:{slug:\"project\",name:\"P\"}){id}}");
    Graph viewer = graph(tenants.keyFor(made.tenant(), Role.VIEWER));
    assertThat(viewer.ask("{apiKeys{edges{node{id}}}}").code()).hasValue("FORBIDDEN");

    assertThat(told(owner, "{outcome:DENIED}")).containsExactly("apiKeys DENIED");
    assertThat(told(owner, "{actions:[\"createProject\",\"apiKeys\"]}"))
        .containsExactly("apiKeys DENIED", "createProject FAILED", "createProject DONE");
    String viewersKey =
        filtered(owner, "{outcome:DENIED}").data().at("/auditLog/edges/0/node/by/id").asText();
    assertThat(told(owner, "{actorId:\"" + viewersKey + "\"}")).containsExactly("apiKeys DENIED");
    assertThat(told(owner, "{actorId:\"" + viewersKey + "\",outcome:DONE}")).isEmpty();

    assertThat(filtered(owner, "{actorId:\"nobody\"}").field()).isEqualTo("filter.actorId");
    assertThat(filtered(owner, "{actions:[\"x' OR 'x'='x\"]}").field()).isEqualTo("filter.actions");
    assertThat(filtered(owner, "{actions:[" + "\"a\",".repeat(21) + "]}").field())
        .isEqualTo("filter.actions");
    Graph stranger = graph(tenants.make("audit-filter-other").key());
    assertThat(told(stranger, "{actorId:\"" + viewersKey + "\"}")).isEmpty();
  }

  @Test
  void ofManyBatchesToARunTheFirstOfEachCallerIsTold() {
    TestTenants.Made made = tenants.make("batches");
    Graph owner = graph(made.key());
    String project =
        Things.id(owner, "createProject(input:{slug:\"project\",name:\"P\"})", Map.of());
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run = Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    Graph other = graph(tenants.keyFor(made.tenant(), Role.ENGINEER));
    for (Graph caller : List.of(owner, other)) {
      for (int i = 0; i < 5; i++) {
        Things.id(
            caller, "logBatch(input:{runId:$x,metrics:[{key:\"m\",value:1.0}]})", Map.of("x", run));
      }
    }
    assertThat(told(owner).stream().filter("logBatch DONE"::equals)).hasSize(2);
  }

  @Test
  void aStrangersTryIsToldInTheLogOfTheTenantOnceAMinuteAndTheyLearnNothing() throws Exception {
    TestTenants.Made made = tenants.make("tried-by-strangers");
    Graph owner = graph(made.key());
    Graph stranger = graph(token("engineer"));

    List<Graph.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(
          stranger.ask("{apiKeys{edges{node{id}}}}", Map.of(), TENANT, made.tenant().slug()));
      answers.add(stranger.ask("{apiKeys{edges{node{id}}}}", Map.of(), TENANT, "no-such-tenant"));
    }

    assertThat(answers).allSatisfy(answer -> assertThat(answer.code()).hasValue("NOT_FOUND"));
    assertThat(answers.stream().map(Graph.Answer::message).distinct()).hasSize(1);
    List<JsonNode> rows = denied(owner, "apiKeys");
    for (int i = 0; i < 100 && rows.isEmpty(); i++) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      rows = denied(owner, "apiKeys");
    }
    // Two where a minute began meanwhile.
    assertThat(rows).hasSizeBetween(1, 2);
    assertThat(rows.getFirst().at("/by/kind").asText()).isEqualTo("PERSON");
    assertThat(rows.getFirst().path("actor").asText()).isEqualTo("engineer");
    assertThat(rows.getFirst().path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(rows.getFirst().path("detail").toString()).contains("tenant not found");
  }

  private static List<JsonNode> denied(Graph owner, String action) {
    return entries(owner).stream()
        .filter(entry -> entry.path("action").asText().equals(action))
        .filter(entry -> entry.path("outcome").asText().equals("DENIED"))
        .toList();
  }

  private static String token(String username) throws Exception {
    ServerAddresses servers = TestServers.shared().keycloak();
    return SignIn.byPassword(servers.issuer(), username, servers.demoPassword()).access();
  }
}
