package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.ConsoleSession;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RealmAdmin;
import io.keelson.api.testing.SignIn;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Sessions that end at the identity provider end here; nobody but the provider can say so. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@DisabledIfSystemProperty(
    named = "keelson.test.containers",
    matches = "true",
    disabledReason = "a container does not reach the application under test")
class BackchannelLogoutIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
  private static final String WHO = "{viewer{tenants{slug}}}";
  private static final String PERSON = "reviewer";
  private static final List<String> CLIENTS = List.of("keelson-console", "keelson-demo");
  private static final Map<String, Object> LOGOUT_EVENT =
      Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
  private static final ObjectMapper JSON = new ObjectMapper();

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final ServerAddresses servers = TestServers.shared().keycloak();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> toldBefore = new LinkedHashMap<>();
  private RealmAdmin admin;

  @BeforeEach
  void tellThisProcess() throws Exception {
    admin = RealmAdmin.signIn();
    for (String client : CLIENTS) {
      toldBefore.put(client, admin.tellLogoutsTo(client, door()));
    }
  }

  @AfterEach
  void tellWhoWasToldBefore() throws Exception {
    for (Map.Entry<String, String> client : toldBefore.entrySet()) {
      admin.tellLogoutsTo(client.getKey(), client.getValue());
    }
  }

  private String door() {
    return "http://127.0.0.1:" + port + BackchannelLogout.PATH;
  }

  @Test
  void whatAnAdministratorSignsOutIsRefusedWithinTwoSeconds() throws Exception {
    SignIn.Tokens tokens = SignIn.byPassword(servers.issuer(), PERSON, servers.demoPassword());
    Graph graph = new Graph("http://127.0.0.1:" + port, tokens.access());
    try (ConsoleSession console = new ConsoleSession(port);
        LiveClient socket = LiveClient.acknowledged(port, tokens.access())) {
      String csrfToken = console.signIn(PERSON, servers.demoPassword());
      Supplier<String> cookie =
          () -> {
            try {
              return console
                  .ask("demo", csrfToken, WHO, Map.of())
                  .at("/errors/0/extensions/code")
                  .asText();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          };
      assertThat(graph.ask(WHO).code()).isEmpty();
      assertThat(cookie.get()).isEmpty();

      admin.endSession(claim(tokens.access(), "sid"));
      Instant ended = Instant.now();
      LiveClient.Closed closed = socket.closed();
      assertThat(closed.code()).isEqualTo(4403);
      assertThat(closed.at()).isBefore(ended.plus(ENDS_WITHIN));
      expectWithin(ended, "UNAUTHENTICATED", () -> graph.ask(WHO).code().orElse(""));

      for (String session : admin.sessions(claim(tokens.access(), "sub"), "keelson-console")) {
        admin.endSession(session);
      }
      expectWithin(Instant.now(), "UNAUTHENTICATED", cookie);
    }
  }

  private static void expectWithin(Instant ended, String code, Supplier<String> answer) {
    String last = answer.get();
    while (!last.equals(code) && Instant.now().isBefore(ended.plus(ENDS_WITHIN))) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      last = answer.get();
    }
    assertThat(last).isEqualTo(code);
    assertThat(Instant.now()).isBefore(ended.plus(ENDS_WITHIN));
  }

  @Test
  void onlyAGoodLogoutTokenEndsASessionAndOnlyOnce() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair pair = generator.generateKeyPair();
    SignIn.Tokens tokens = SignIn.byPassword(servers.issuer(), PERSON, servers.demoPassword());
    Graph graph = new Graph("http://127.0.0.1:" + port, tokens.access());
    String sessionId = claim(tokens.access(), "sid");
    RealmAdmin.AddedKey key = admin.addKey(pair);
    try {
      long now = Instant.now().getEpochSecond();
      Map<String, String> refused = new LinkedHashMap<>();
      change(refused, pair, key, sessionId, "another audience", "aud", "elsewhere");
      change(refused, pair, key, sessionId, "the API's own audience", "aud", "keelson-api");
      change(refused, pair, key, sessionId, "another issuer", "iss", "http://elsewhere");
      change(refused, pair, key, sessionId, "expired", "exp", now - 60);
      change(refused, pair, key, sessionId, "without an expiry", "exp", null);
      change(refused, pair, key, sessionId, "old", "iat", now - 3_600);
      change(refused, pair, key, sessionId, "without a time", "iat", null);
      change(refused, pair, key, sessionId, "of the future", "iat", now + 3_600);
      change(refused, pair, key, sessionId, "without an event", "events", null);
      change(refused, pair, key, sessionId, "another event", "events", Map.of("other", Map.of()));
      change(refused, pair, key, sessionId, "an identity token's", "nonce", "n");
      change(refused, pair, key, sessionId, "without a session", "sid", null);
      change(refused, pair, key, sessionId, "without a name", "jti", null);
      String good = signed(pair, key, claims(sessionId));
      String[] parts = good.split("\\.");
      String forged = encoded(JSON.writeValueAsBytes(claims(sessionId)));
      refused.put("forged", parts[0] + "." + forged + "." + parts[2]);
      String unsigned = encoded("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
      refused.put("unsigned", unsigned + "." + parts[1] + ".");
      refused.put(
          "signed by a stranger", signed(generator.generateKeyPair(), key, claims(sessionId)));
      refused.put("an access token", tokens.access());
      refused.put("an identity token", tokens.identity());
      refused.put("no token", "x");
      refused.put("three parts", "a.b.c");
      refused.put("dots", "..");
      refused.put("no claims", parts[0] + "." + encoded(new byte[] {'x'}) + "." + parts[2]);
      refused.put("not base 64", "!." + parts[1] + "." + parts[2]);
      refused.put("empty", "");
      for (Map.Entry<String, String> token : refused.entrySet()) {
        assertThat(tell(token.getValue())).as(token.getKey()).isEqualTo(400);
      }
      assertThat(graph.ask(WHO).code()).isEmpty();

      assertThat(tell(good)).isEqualTo(200);
      assertThat(tell(good)).as("used before").isEqualTo(400);
      expectWithin(Instant.now(), "UNAUTHENTICATED", () -> graph.ask(WHO).code().orElse(""));
    } finally {
      admin.removeKey(key);
    }
  }

  @Test
  void whatIsNoSmallFormIsRefused() throws Exception {
    assertThat(post("", "application/x-www-form-urlencoded")).isEqualTo(400);
    assertThat(post("other=1", "application/x-www-form-urlencoded")).isEqualTo(400);
    assertThat(post("{\"logout_token\":\"x\"}", "application/json")).isEqualTo(400);
    String huge = "logout_token=" + "x".repeat(100_000);
    assertThat(post(huge, "application/x-www-form-urlencoded")).isEqualTo(400);
  }

  private static Map<String, Object> claims(String sessionId) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", TestServers.shared().keycloak().issuer());
    claims.put("aud", "keelson-demo");
    claims.put("sub", UUID.randomUUID().toString());
    claims.put("sid", sessionId);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + 120);
    claims.put("events", LOGOUT_EVENT);
    return claims;
  }

  private static void change(
      Map<String, String> refused,
      KeyPair pair,
      RealmAdmin.AddedKey key,
      String sessionId,
      String what,
      String claim,
      Object value)
      throws Exception {
    Map<String, Object> claims = claims(sessionId);
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    refused.put(what, signed(pair, key, claims));
  }

  private static String signed(KeyPair pair, RealmAdmin.AddedKey key, Map<String, Object> claims)
      throws Exception {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue("RS256");
    signature.setKeyIdHeaderValue(key.keyId());
    signature.setHeader("typ", "logout+jwt");
    signature.setKey(pair.getPrivate());
    signature.setPayload(JSON.writeValueAsString(claims));
    return signature.getCompactSerialization();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private int tell(String token) throws Exception {
    return post(
        "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8),
        "application/x-www-form-urlencoded");
  }

  private int post(String body, String contentType) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(door()))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Cache-Control")).isEqualTo(Optional.of("no-store"));
    return answer.statusCode();
  }

  private static String claim(String token, String name) throws Exception {
    byte[] body = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return JSON.readTree(body).path(name).asText();
  }
}
