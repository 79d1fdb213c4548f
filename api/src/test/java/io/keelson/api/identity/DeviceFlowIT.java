package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LoginPages;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RealmAdmin;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A command line signs its person in by a code that they confirm in a browser (RFC 8628). */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DeviceFlowIT {
  private static final String CLIENT = "keelson-cli";
  private static final String WHO = "{viewer{person{email}}}";
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject EndedSessions sessions;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final ServerAddresses servers = TestServers.shared().keycloak();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aCommandLineActsForWhoeverConfirmsItsCode() throws Exception {
    JsonNode code = post("/auth/device", Map.of("client_id", CLIENT, "scope", "openid"));
    assertThat(poll(code).path("error").asText()).isEqualTo("authorization_pending");

    confirm(code, "accept");
    JsonNode tokens = pollAgain(code);

    Graph graph = graph(tokens);
    assertThat(graph.ask(WHO).data().at("/viewer/person/email").asText())
        .isEqualTo("viewer@demo.keelson.example");
    assertThat(claims(tokens).path("aud").asText()).isEqualTo("keelson-api");

    sessions.end(claims(tokens).path("sid").asText());
    assertThat(graph.ask(WHO).code()).contains("UNAUTHENTICATED");
  }

  @Test
  void aCodeThatIsNotConfirmedGivesNothing() throws Exception {
    JsonNode code = post("/auth/device", Map.of("client_id", CLIENT, "scope", "openid"));

    confirm(code, "cancel");

    JsonNode answer = pollAgain(code);
    assertThat(answer.path("error").asText()).isEqualTo("access_denied");
    assertThat(answer.has("access_token")).isFalse();
  }

  @Test
  void aCommandLineGetsNoSessionWithoutAnEndAndNoTokenAnotherWay() throws Exception {
    JsonNode code =
        post("/auth/device", Map.of("client_id", CLIENT, "scope", "openid offline_access"));
    confirm(code, "accept");
    JsonNode tokens = pollAgain(code);
    assertThat(tokens.path("scope").asText()).contains("openid").doesNotContain("offline_access");
    assertThat(tokens.path("refresh_expires_in").asInt()).isBetween(1, 3_600);

    JsonNode byPassword =
        post(
            "/token",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                CLIENT,
                "username",
                "viewer",
                "password",
                servers.demoPassword()));
    assertThat(byPassword.path("error").asText()).isEqualTo("unauthorized_client");
  }

  @Test
  @DisabledIfSystemProperty(
      named = "keelson.test.containers",
      matches = "true",
      disabledReason = "a container does not reach the application under test")
  void whatAnAdministratorSignsOutIsRefusedWithinTwoSeconds() throws Exception {
    RealmAdmin admin = RealmAdmin.signIn();
    String before =
        admin.tellLogoutsTo(CLIENT, "http://127.0.0.1:" + port + BackchannelLogout.PATH);
    try {
      JsonNode code = post("/auth/device", Map.of("client_id", CLIENT, "scope", "openid"));
      confirm(code, "accept");
      JsonNode tokens = pollAgain(code);
      Graph graph = graph(tokens);
      assertThat(graph.ask(WHO).code()).isEmpty();

      admin.endSession(claims(tokens).path("sid").asText());

      Instant ended = Instant.now();
      while (graph.ask(WHO).code().isEmpty() && Instant.now().isBefore(ended.plus(ENDS_WITHIN))) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(graph.ask(WHO).code()).contains("UNAUTHENTICATED");
    } finally {
      admin.tellLogoutsTo(CLIENT, before);
    }
  }

  /** Signs in on the page that the command line names, and answers what it asks. */
  private void confirm(JsonNode code, String answer) throws Exception {
    LoginPages pages = new LoginPages("http://127.0.0.1:7080/");
    LoginPages.Page page = pages.open(code.path("verification_uri_complete").asText());
    // The name first, which may belong to an organisation with a provider of its own.
    for (int form = 0;
        form < 2 && (page.hasField("username") || page.hasField("password"));
        form++) {
      page = pages.submit(page, Map.of("username", "viewer", "password", servers.demoPassword()));
    }
    assertThat(page.hasField(answer)).as(page.body()).isTrue();
    pages.submit(page, Map.of(answer, "yes"));
  }

  /** The server slows down whoever asks more often than it told them to. */
  private JsonNode pollAgain(JsonNode code) throws Exception {
    JsonNode answer = poll(code);
    for (int i = 0; i < 5 && answer.path("error").asText().equals("slow_down"); i++) {
      LockSupport.parkNanos(Duration.ofSeconds(code.path("interval").asLong() + 1).toNanos());
      answer = poll(code);
    }
    return answer;
  }

  private JsonNode poll(JsonNode code) throws Exception {
    return post(
        "/token",
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "client_id",
            CLIENT,
            "device_code",
            code.path("device_code").asText()));
  }

  private JsonNode post(String path, Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(servers.issuer() + "/protocol/openid-connect" + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private Graph graph(JsonNode tokens) {
    assertThat(tokens.has("access_token")).as("%s", tokens).isTrue();
    return new Graph("http://127.0.0.1:" + port, tokens.path("access_token").asText());
  }

  private static JsonNode claims(JsonNode tokens) throws Exception {
    String token = tokens.path("access_token").asText();
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
