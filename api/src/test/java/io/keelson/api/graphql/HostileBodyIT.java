package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.EngineInstead;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.HostileLines;
import io.keelson.api.testing.Http2Flood;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that are meant to cost more than they should. */
@Tag("heavy")
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class HostileBodyIT {
  @Inject TestTenants tenants;
  @Inject SharedEngine engine;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void whoeverHasNoCredentialIsRefusedBeforeTheBodyIsRead() throws Exception {
    for (String credential : new String[] {"", "Authorization: Bearer ksn_unknown\r\n"}) {
      try (Socket socket = connect()) {
        send(socket, head(credential, 900_000));
        String answer = all(socket);
        assertThat(answer).startsWith("HTTP/1.1 401").contains("\"code\":\"UNAUTHENTICATED\"");
      }
    }
  }

  @Test
  void whoeverGoesOnSendingAfterARefusalIsCutOffOverHttp2Too() {
    for (String path : new String[] {"/graphql", "/session/backchannel-logout"}) {
      try (Http2Flood flood = new Http2Flood(port, path)) {
        assertThat(flood.status()).as(path).isBetween(400, 413);
        assertThat(flood.reset().getCode()).as(path).isZero();
      }
    }
  }

  @Test
  void whoeverGoesOnSendingBeyondTheBoundIsCutOffOverHttp2Too() {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + tenants.make("flood").key());
    try (Http2Flood flood = new Http2Flood(port, "/graphql", 64 << 10, headers)) {
      assertThat(flood.status()).isEqualTo(413);
      assertThat(flood.reset().getCode()).isZero();
    }
  }

  @Test
  void aBodyThatTricklesIsCutAndWhoeverWentAwayIsNotCalledHostile() throws Exception {
    String key = tenants.make("gone").key();
    String begin = head("Authorization: Bearer " + key + "\r\n", 1_000) + "{\"query\":\"";
    try (HostileLines lines = new HostileLines()) {
      try (Socket aborted = connect()) {
        send(aborted, begin);
        aborted.setSoLinger(true, 0);
      }
      // Begins later, so that whatever is said of the other was said before its answer.
      try (Socket trickling = connect()) {
        send(trickling, begin);
        assertThat(all(trickling)).startsWith("HTTP/1.1 408").contains("\"code\":\"VALIDATION\"");
      }
      assertThat(lines.with("body: expected within")).hasSize(1);
    }
  }

  @Test
  void jsonThatIsNestedDeeperThanTheBoundIsRefusedWhereverItIsNested() {
    Graph owner = graph("nested");
    for (int levels : new int[] {65, 1_001, 100_000}) {
      for (String body :
          new String[] {
            "[".repeat(levels) + "]".repeat(levels),
            "{\"a\":".repeat(levels) + "1" + "}".repeat(levels),
            "{\"query\":\"{__typename}\",\"variables\":{\"a\":"
                + "[".repeat(levels - 2)
                + "]".repeat(levels - 2)
                + "}}",
            "{\"query\":\"{__typename}\",\"variables\":" + "{\"a\":".repeat(levels - 1)
          }) {
        Graph.Answer answer = owner.send(body);
        assertThat(answer.status()).as("%d levels: %s", levels, answer.body()).isEqualTo(400);
        assertThat(answer.code()).hasValue("VALIDATION");
        assertThat(answer.message()).contains("nested at most 64");
      }
    }
    assertThat(
            owner
                .send(
                    "{\"query\":\"{__typename}\",\"variables\":{\"a\":"
                        + "[".repeat(62)
                        + "]".repeat(62)
                        + "}}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void numbersThatWouldFillTheMemoryWrittenOutAreRefused() {
    Graph owner = graph("numbers");
    assertThat(owner.send("{\"query\":\"{__typename}\",\"variables\":{\"a\":1e999999999}}").code())
        .hasValue("VALIDATION");
    assertThat(
            owner
                .send(
                    "{\"query\":\"{__typename}\",\"variables\":{\"a\":"
                        + "9".repeat(900_000)
                        + "}}")
                .code())
        .hasValue("VALIDATION");
    assertThat(owner.ask("{projects(first:1e999999999){edges{cursor}}}").code())
        .hasValue("VALIDATION");
  }

  @Test
  void documentsBeyondTheLimitsAreRefusedAndNamedSo() {
    Graph owner = graph("documents");
    String fields = "{" + "projects{pageInfo{hasNextPage}} ".repeat(50_000 / 32) + "}";
    for (String document :
        new String[] {
          "{" + "__typename ".repeat(50_000) + "}",
          "{" + "a:__typename ".repeat(1_500) + "}",
          fields,
          doubling(18),
          "{projects" + "{edges".repeat(90) + "}".repeat(90) + "}",
          "{projects" + "(".repeat(5_000) + "}",
          "query($a:" + "[".repeat(5_000) + "Int" + "]".repeat(5_000) + "){__typename}",
        }) {
      Graph.Answer answer = owner.ask(document);
      assertThat(answer.code())
          .as("%.40s…: %s", document, Things.shortened(answer.body()))
          .hasValue("VALIDATION");
    }
  }

  @Test
  void theSchemaIsNotForTheAskingWhereThatIsOff() {
    Graph owner = graph("curious");
    try (EngineInstead _ = EngineInstead.withoutIntrospection(engine)) {
      assertThat(owner.ask("{__schema{types{name}}}").code()).isPresent();
      assertThat(owner.ask("{__type(name:\"Run\"){name}}").code()).isPresent();
      assertThat(owner.ask("{__typename}").code()).isEmpty();
    }
  }

  /** Each fragment spreads the next one twice. */
  private static String doubling(int fragments) {
    StringBuilder document = new StringBuilder("{...F0}");
    for (int i = 0; i < fragments; i++) {
      document.append(" fragment F%d on Query{...F%d ...F%d}".formatted(i, i + 1, i + 1));
    }
    return document.append(" fragment F%d on Query{__typename}".formatted(fragments)).toString();
  }

  private Graph graph(String slug) {
    return new Graph("http://127.0.0.1:" + port, tenants.make(slug).key());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(15_000);
    return socket;
  }

  private static String head(String credential, int announced) {
    return "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + credential
        + "Content-Length: "
        + announced
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Until the other end closes. */
  private static String all(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .lines()
        .collect(Collectors.joining("\n"));
  }
}
