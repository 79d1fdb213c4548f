package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.tenancy.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The realm as Keycloak understood it. */
final class KeycloakIT {

  private static final Duration COME_BACK = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ServerAddresses addresses;

  @BeforeAll
  static void startKeycloak() {
    long begin = System.nanoTime();
    addresses = TestServers.shared().keycloak();
    System.out.printf("Keycloak was there after %.1f s%n", (System.nanoTime() - begin) / 1e9);
  }

  @Test
  void anEngineersTokenSaysWhoTheyAreAndWhereTheyBelong() throws Exception {
    JsonNode claims = claims(signIn("engineer", addresses.demoPassword()));

    assertThat(claims.path("sub").asText())
        .isEqualTo(DemoIdentities.named("engineer").id().toString());
    assertThat(claims.path("aud").asText()).isEqualTo("keelson-api");
    assertThat(claims.path("iss").asText()).isEqualTo(addresses.issuer());
    assertThat(claims.path("email").asText()).isEqualTo("engineer@demo.keelson.example");
    assertThat(claims.path("organization").path(0).asText()).isEqualTo("demo");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
  }

  @Test
  void everyDemoPersonCanSignIn() throws Exception {
    for (DemoIdentities.Person person : DemoIdentities.ALL) {
      JsonNode claims = claims(signIn(person.username(), addresses.demoPassword()));

      assertThat(claims.path("sub").asText()).isEqualTo(person.id().toString());
      assertThat(claims.path("organization").path(0).asText()).isEqualTo(person.organization());
    }
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    HttpResponse<String> response = signIn("viewer", "wrong");

    assertThat(response.statusCode()).isBetween(400, 401);
    assertThat(response.body()).contains("invalid_grant").doesNotContain("access_token");
  }

  @Test
  void theConsoleMustProveItsCodeAndMaySendPeopleNowhereElse() throws Exception {
    String proof = "&code_challenge_method=S256&code_challenge=" + "a".repeat(43);
    String console = "http://127.0.0.1:7080/session/login";

    assertThat(authorize(console, proof).statusCode()).isEqualTo(200);
    assertThat(authorize(console, "").headers().firstValue("Location").orElse(""))
        .contains("error=invalid_request");
    assertThat(authorize("http://elsewhere.example/", proof).statusCode()).isEqualTo(400);
  }

  @Test
  void theConsoleClientTakesNoPasswords() throws Exception {
    HttpResponse<String> response =
        token(
            Map.of(
                "grant_type", "password",
                "client_id", "keelson-console",
                "client_secret", addresses.consoleSecret(),
                "username", "engineer",
                "password", addresses.demoPassword()));

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(response.body()).contains("unauthorized_client");
  }

  @Test
  void theCommandLinesPublicClientTakesNoPasswords() throws Exception {
    HttpResponse<String> response =
        token(
            Map.of(
                "grant_type", "password",
                "client_id", "keelson-cli",
                "username", "engineer",
                "password", addresses.demoPassword()));

    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(response.body()).contains("unauthorized_client");
  }

  @Test
  void everySessionHasAnEnd() throws Exception {
    assertThat(offline().body()).contains("invalid_scope").doesNotContain("access_token");
  }

  @Test
  void aRealmOfAnEarlierStartLosesItsOfflineSessions() throws Exception {
    KeycloakAdmin admin =
        new KeycloakAdmin(
            HttpClient.newHttpClient(),
            addresses.keycloakUrl(),
            TestServers.shared().keycloakAdminPassword());
    String token = admin.token();
    String realm = addresses.keycloakUrl() + "/admin/realms/keelson/";
    String scope = named(realm + "client-scopes", "name", "offline_access", token);
    String client = named(realm + "clients", "clientId", "keelson-demo", token);
    send(
        asAdmin(realm + "clients/" + client + "/optional-client-scopes/" + scope, token)
            .PUT(BodyPublishers.noBody())
            .build());
    // The demo's people lack the role for it, which is another refusal; others may have it.
    try {
      assertThat(offline().body()).doesNotContain("invalid_scope");
    } finally {
      admin.removeOfflineAccess(token);
    }

    assertThat(offline().body()).contains("invalid_scope");
  }

  @Test
  void thePageOfSignInIsThePlatformsAndNamesTheDemosPeople() throws Exception {
    String page =
        authorize(
                "http://127.0.0.1:7080/session/login",
                "&code_challenge_method=S256&code_challenge=" + "a".repeat(43))
            .body();

    assertThat(page)
        .contains("Sign in to Keelson", "/css/page.css?v=", "<code>engineer</code>")
        .contains("secrets/demo-password")
        .doesNotContain(addresses.demoPassword(), "patternfly");
  }

  @Test
  void aRealmOfAnEarlierReleaseGetsThePlatformsPagesAndMails() throws Exception {
    KeycloakAdmin admin =
        new KeycloakAdmin(
            HttpClient.newHttpClient(),
            addresses.keycloakUrl(),
            TestServers.shared().keycloakAdminPassword());
    String token = admin.token();
    String realm = addresses.keycloakUrl() + "/admin/realms/keelson";
    try {
      send(
          asAdmin(realm, token)
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString("{\"loginTheme\":\"\",\"emailTheme\":\"\"}"))
              .build());
      assertThat(themes(realm, token)).doesNotContain("keelson");
    } finally {
      admin.dress();
    }

    assertThat(themes(realm, token)).containsExactly("keelson", "keelson");
  }

  private static List<String> themes(String realm, String token) throws Exception {
    JsonNode now = JSON.readTree(send(asAdmin(realm, token).build()).body());
    return List.of(now.path("loginTheme").asText(), now.path("emailTheme").asText());
  }

  private static HttpResponse<String> offline() throws Exception {
    return token(
        Map.of(
            "grant_type", "password",
            "client_id", "keelson-demo",
            "client_secret", addresses.demoPassword(),
            "scope", "openid offline_access",
            "username", "engineer",
            "password", addresses.demoPassword()));
  }

  private static String named(String list, String field, String name, String token)
      throws Exception {
    for (JsonNode item : JSON.readTree(send(asAdmin(list, token).build()).body())) {
      if (item.path(field).asText().equals(name)) {
        return item.path("id").asText();
      }
    }
    throw new AssertionError("no " + name);
  }

  private static HttpRequest.Builder asAdmin(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
  }

  @DisabledIfSystemProperty(
      named = "keelson.test.containers",
      matches = "true",
      disabledReason = "kills a child of the platform, and a container is none")
  @Test
  void aKilledKeycloakComesBackWithItsPeople() throws Exception {
    ChildProcess keycloak =
        new ChildProcess("keycloak", new DataFolder(TestServers.shared().dataFolder()));
    ProcessIdentity killed = keycloak.current().orElseThrow();

    killed.signal("KILL");

    long deadline = System.nanoTime() + COME_BACK.toNanos();
    while (!keycloak.current().filter(now -> !now.equals(killed)).isPresent() || !answers()) {
      assertThat(System.nanoTime()).as("waited for %s", COME_BACK).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    assertThat(signIn("engineer", addresses.demoPassword()).statusCode()).isEqualTo(200);
  }

  private static boolean answers() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(URI.create(addresses.issuer())).build()).statusCode()
          == 200;
    } catch (IOException down) {
      return false;
    }
  }

  private static HttpResponse<String> authorize(String redirect, String proof) throws Exception {
    String query =
        "?client_id=keelson-console&response_type=code&scope=openid&redirect_uri="
            + URLEncoder.encode(redirect, StandardCharsets.UTF_8)
            + proof;
    return send(
        HttpRequest.newBuilder(
                URI.create(addresses.issuer() + "/protocol/openid-connect/auth" + query))
            .build());
  }

  private static HttpResponse<String> signIn(String username, String password) throws Exception {
    return token(
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "keelson-demo",
            "client_secret",
            addresses.demoPassword(),
            "username",
            username,
            "password",
            password));
  }

  private static HttpResponse<String> token(Map<String, String> form) throws Exception {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(addresses.issuer() + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    HttpRequest bounded =
        HttpRequest.newBuilder(request, (name, value) -> true).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(bounded, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode claims(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String token = JSON.readTree(response.body()).path("access_token").asText();
    return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
