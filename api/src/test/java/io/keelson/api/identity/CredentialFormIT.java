package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credentials and tenants as callers may write them, and as they had better not. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class CredentialFormIT {
  private static final String WHO = "{\"query\":\"{viewer{tenants{slug}}}\"}";
  private static final List<String> SCHEMES =
      List.of("Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   ", "bearer   ");
  private static final List<String> NO_TOKENS =
      List.of(".", "..", "...", "....", ". .", "a..b", ".a.b", "a.b.", "a.b.c", "W10.W10.W10", "-");
  private static final List<String> BROKEN_TENANTS = List.of("%zz", "a%00b", "%", "%ff", "%c3%28");

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = vertx.createHttpClient();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anIdentityTokenOpensNothingHoweverItsSchemeIsWritten() throws Exception {
    SignIn.Tokens tokens = tokens();
    for (String scheme : SCHEMES) {
      assertThat(ask("/graphql", scheme + tokens.identity())).as(scheme).isEqualTo(401);
    }
    for (String scheme : List.of("Bearer ", "bearer ", "BEARER ")) {
      assertThat(ask("/graphql", scheme + tokens.access())).as(scheme).isEqualTo(200);
    }
  }

  @Test
  void aKeyCountsHoweverItsSchemeIsWritten() {
    String key = tenants.make("schemes").key();
    for (String scheme : SCHEMES) {
      assertThat(ask("/graphql", scheme + key)).as(scheme).isEqualTo(200);
    }
    assertThat(ask("/graphql", "Basic " + key)).isEqualTo(401);
    assertThat(ask("/graphql", key)).isEqualTo(401);
  }

  @Test
  void whatIsNoTokenAtAllIsNoCredential() {
    for (String token : NO_TOKENS) {
      assertThat(ask("/graphql", "Bearer " + token)).as(token).isEqualTo(401);
      assertThat(ask("/graphql", "bearer  " + token)).as(token).isEqualTo(401);
      assertThat(get("/session", "Bearer " + token)).as(token).isLessThan(500);
    }
  }

  @Test
  void aSocketThatBringsNoTokenAtAllIsUnauthorized() {
    for (String token : NO_TOKENS) {
      try (LiveClient socket = LiveClient.open(port)) {
        socket.init(new JsonObject().put("Authorization", "Bearer " + token));
        assertThat(socket.closed().code()).as(token).isEqualTo(4401);
      }
    }
  }

  @Test
  void aTargetThatCannotBeDecodedIsRefusedEverywhere() {
    String key = "Bearer " + tenants.make("targets").key();
    for (String target :
        List.of(
            "/%zz", "/session?a=%", "/data/objects/%zz?tenant=a", "/data/objects/x?tenant=%zz")) {
      assertThat(get(target, key)).as(target).isEqualTo(400);
    }
    assertThat(ask("/graphql?x=%2", key)).isEqualTo(400);
    assertThat(ask("/graphql?x=%20", key)).isEqualTo(200);
  }

  @Test
  void aTenantThatCannotBeReadIsNone() throws Exception {
    String access = tokens().access();
    for (String tenant : BROKEN_TENANTS) {
      String query = "?tenant=" + tenant;
      assertThat(ask("/graphql" + query, "Bearer " + access)).as(tenant).isIn(200, 400);
      assertThat(get("/session" + query, "Bearer " + access)).as(tenant).isLessThan(500);
      assertThat(get("/data/objects/x" + query, "Bearer " + access)).as(tenant).isLessThan(500);
      assertThat(upgrade("/graphql" + query, access)).as(tenant).isIn(101, 400);
    }
    for (String tenant : List.of("a\0b", "Demo", "demo ", "d", "-demo", "")) {
      try (LiveClient socket = LiveClient.open(port)) {
        socket.init(
            new JsonObject()
                .put("Authorization", "Bearer " + access)
                .put("X-Keelson-Tenant", tenant));
        assertThat(socket.closed().code()).as(tenant).isEqualTo(4401);
      }
    }
  }

  private static SignIn.Tokens tokens() throws Exception {
    return SignIn.byPassword(
        TestServers.shared().keycloak().issuer(),
        "engineer",
        TestServers.shared().keycloak().demoPassword());
  }

  private int ask(String uri, String authorization) {
    return status(HttpMethod.POST, uri, authorization, WHO);
  }

  private int get(String uri, String authorization) {
    return status(HttpMethod.GET, uri, authorization, "");
  }

  private int status(HttpMethod method, String uri, String authorization, String body) {
    return join(
        http.request(options(method, uri, authorization))
            .compose(request -> request.send(body))
            .map(HttpClientResponse::statusCode));
  }

  private RequestOptions options(HttpMethod method, String uri, String authorization) {
    return new RequestOptions()
        .setMethod(method)
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI(uri)
        .addHeader("Content-Type", "application/json")
        .addHeader("Authorization", authorization);
  }

  /** The status of the answer; no client library sends such a path. */
  private int upgrade(String uri, String token) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n".formatted(uri, token)
              + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      return Integer.parseInt(new String(begin, StandardCharsets.US_ASCII).substring(9));
    }
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
