package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.identity.GatewayBearers;
import io.keelson.api.testing.ConsoleSession;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestGateway;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.dataplane.Credentials;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Predictions through the API and at the gateway's own door, with keys, tokens and a session. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class PredictIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DEMO = "demo";
  private static final String PREDICT =
      "mutation($i:PredictInput!){predict(input:$i){latencyMs outputs}}";
  private static final Map<String, Object> TENSOR =
      Map.of(
          "name",
          "features",
          "datatype",
          "FP32",
          "shape",
          List.of(1, 3),
          "data",
          List.of(1.5, -2, 0.25));

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject AccessDirectory directory;
  @Inject GatewayBearers bearers;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "keelson.gateway.port")
  int gatewayPort;

  private static int slugs;
  private String issuer;
  private String password;
  private String name;
  private String engineer;
  private String endpoint;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    issuer = keycloak.issuer();
    password = keycloak.demoPassword();
    name = "wine-" + slugs++;
    engineer = SignIn.byPassword(issuer, "engineer", password).access();
    Graph graph = graph(engineer);
    String tenant = ask(graph, "{tenant{id}}", Map.of()).at("/tenant/id").asText();
    String project =
        ask(
                graph,
                "mutation($s:String!){createProject(input:{slug:$s,name:\"Wine\"}){id}}",
                Map.of("s", name))
            .at("/createProject/id")
            .asText();
    UUID tenantId = GlobalId.decode("id", GraphTypes.TENANT, tenant);
    UUID projectId = GlobalId.decode("id", GraphTypes.PROJECT, project);
    Rollouts.Deployed deployed = endpoints.serve(tenantId, projectId, name, null);
    endpoint = GraphTypes.id(GraphTypes.ENDPOINT, deployed.endpointId());
    gateway =
        new TestGateway(
            new Credentials(directory, bearers),
            gatewayPort,
            tenantId,
            projectId,
            deployed.endpointId(),
            name);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  private static JsonNode ask(Graph graph, String query, Map<String, ?> variables) {
    return graph.ask(query, variables, "X-Keelson-Tenant", DEMO).data();
  }

  private Map<String, Object> input(Object... tensors) {
    return Map.of("i", Map.of("endpointId", endpoint, "inputs", List.of(tensors)));
  }

  private Graph.Answer predict(String bearer, Object... tensors) {
    return graph(bearer).ask(PREDICT, input(tensors), "X-Keelson-Tenant", DEMO);
  }

  private static void isTheTensor(JsonNode prediction) {
    assertThat(prediction.get("latencyMs").asDouble()).isPositive().isLessThan(30_000);
    JsonNode output = prediction.at("/outputs/0");
    assertThat(output.get("name").asText()).isEqualTo("features");
    assertThat(output.get("datatype").asText()).isEqualTo("FP32");
    assertThat(output.get("data").toString()).isEqualTo("[1.5,-2.0,0.25]");
  }

  @Test
  void aPersonsTokenGoesOnToTheGateway() {
    isTheTensor(predict(engineer, TENSOR).data().get("predict"));
  }

  @Test
  void theConsolesSessionAsksAsThePerson() throws Exception {
    try (ConsoleSession console = new ConsoleSession(port)) {
      String csrfToken = console.signIn("engineer", password);

      JsonNode answer = console.ask(DEMO, csrfToken, PREDICT, input(TENSOR));

      assertThat(answer.has("errors")).as(answer.toString()).isFalse();
      isTheTensor(answer.at("/data/predict"));
    }
  }

  @Test
  void aKeyAsksAsItself() {
    String key =
        ask(
                graph(owner()),
                "mutation{createApiKey(input:{name:\"caller\",permissions:[ENDPOINT_INVOKE]}){secret}}",
                Map.of())
            .at("/createApiKey/secret")
            .asText();

    isTheTensor(predict(key, TENSOR).data().get("predict"));
  }

  private String owner() {
    try {
      return SignIn.byPassword(issuer, "owner", password).access();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoMayNotInvokeIsToldSo() throws Exception {
    String viewer = SignIn.byPassword(issuer, "viewer", password).access();

    assertThat(predict(viewer, TENSOR).code()).hasValue("FORBIDDEN");
    assertThat(graph(tenants.make("predict-" + name).key()).ask(PREDICT, input(TENSOR)).code())
        .hasValue("NOT_FOUND");
  }

  @Test
  void whatTheGatewayRefusesKeepsItsReason() {
    Graph.Answer wrong =
        predict(
            engineer,
            Map.of("name", "x", "datatype", "FP32", "shape", List.of(3), "data", List.of(1)));
    assertThat(wrong.code()).hasValue("VALIDATION");
    assertThat(wrong.field()).isEqualTo("input.inputs");
    assertThat(wrong.message()).contains("shape");
    Graph.Answer large =
        predict(
            engineer,
            Map.of(
                "name",
                "x",
                "datatype",
                "FP32",
                "shape",
                List.of(1),
                "data",
                List.of(1),
                "parameters",
                Map.of("bytes", 1 << 21)));
    assertThat(large.code()).hasValue("VALIDATION");
    assertThat(large.message()).contains("at most 1048576 bytes");
    for (Object none : new Object[] {"text", 7, List.of(), List.of(1), Map.of("x", 1)}) {
      Graph.Answer answer =
          graph(engineer)
              .ask(
                  PREDICT,
                  Map.of("i", Map.of("endpointId", endpoint, "inputs", none)),
                  "X-Keelson-Tenant",
                  DEMO);
      assertThat(answer.code()).as("%s", none).hasValue("VALIDATION");
      assertThat(answer.field()).as("%s", none).isEqualTo("input.inputs");
    }

    gateway.close();
    assertThat(predict(engineer, TENSOR).code()).hasValue("UNAVAILABLE");
  }

  @Test
  void theGatewayTakesOnlyTokensThatTheProviderMadeForUs() throws Exception {
    SignIn.Tokens tokens = SignIn.byPassword(issuer, "engineer", password);
    String[] parts = tokens.access().split("\\.", -1);
    String otherIssuer = replaced(parts, "\"iss\":\"" + issuer, "\"iss\":\"http://evil.example");
    String otherPerson =
        replaced(parts, "\"preferred_username\":\"engineer\"", "\"preferred_username\":\"owner\"");
    String unsigned =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[1]
            + ".";

    assertThat(infer(tokens.access(), DEMO)).isEqualTo(200);
    assertThat(infer(tokens.access(), DEMO)).as("from memory").isEqualTo(200);
    assertThat(infer(tokens.access(), null)).isEqualTo(401);
    assertThat(infer(tokens.access(), "other")).isEqualTo(401);
    assertThat(infer(tokens.access(), "no-such-tenant")).isEqualTo(401);
    assertThat(infer(tokens.identity(), DEMO)).as("of another audience").isEqualTo(401);
    for (String forged :
        List.of(otherIssuer, otherPerson, unsigned, "a.b.c", "..", ".", "opaque")) {
      assertThat(infer(forged, DEMO)).as(forged).isEqualTo(401);
    }
    String viewer = SignIn.byPassword(issuer, "viewer", password).access();
    assertThat(infer(viewer, DEMO)).as("no ENDPOINT_INVOKE").isEqualTo(403);
    String stranger = SignIn.byPassword(issuer, "other-engineer", password).access();
    assertThat(infer(stranger, "other")).as("another tenant's endpoint").isEqualTo(404);
    assertThat(infer(stranger, DEMO)).isEqualTo(401);
  }

  @Test
  void aStrangersTriesAtTheGatewayAreInTheLogOfTheTenantThatWasTried() throws Exception {
    TestTenants.Made made = tenants.make("tried-at-the-gateway-" + name);
    for (int i = 0; i < 5; i++) {
      assertThat(infer(engineer, made.tenant().slug())).isEqualTo(401);
      assertThat(infer(engineer, "no-such-tenant")).isEqualTo(401);
    }

    List<JsonNode> rows = tries(made.key());
    for (int i = 0; i < 100 && rows.isEmpty(); i++) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      rows = tries(made.key());
    }
    // Two where a minute began meanwhile.
    assertThat(rows).hasSizeBetween(1, 2);
    assertThat(rows.getFirst().path("outcome").asText()).isEqualTo("DENIED");
    assertThat(rows.getFirst().path("actor").asText()).isEqualTo("engineer");
    assertThat(rows.getFirst().path("address").asText()).isEqualTo("127.0.0.1");
  }

  private List<JsonNode> tries(String owner) {
    String log =
        "query($f:DateTime!,$t:DateTime!){auditLog(first:100,period:{from:$f,to:$t})"
            + "{edges{node{action outcome actor address}}}}";
    Map<String, Object> lately =
        Map.of(
            "f", Instant.now().minus(Duration.ofHours(1)).toString(),
            "t", Instant.now().plus(Duration.ofHours(1)).toString());
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode edge : graph(owner).ask(log, lately).data().at("/auditLog/edges")) {
      if (edge.at("/node/action").asText().equals("ModelInfer")) {
        rows.add(edge.get("node"));
      }
    }
    return rows;
  }

  /** The token with another claim and the signature of before. */
  private static String replaced(String[] parts, String claim, String by) {
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    assertThat(claims).contains(claim);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace(claim, by).getBytes(StandardCharsets.UTF_8));
    return parts[0] + "." + forged + "." + parts[2];
  }

  /** The status of a call at the gateway's own door. */
  private int infer(String bearer, String tenant) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gatewayPort + "/v2/models/" + name + "/infer"))
            .header("Authorization", "Bearer " + bearer)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("inputs", List.of(TENSOR)))));
    if (tenant != null) {
      request.header("X-Keelson-Tenant", tenant);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
