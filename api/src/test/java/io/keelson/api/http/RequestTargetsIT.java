package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.HostileLines;
import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawHttp1;
import io.keelson.api.testing.RawHttp2;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that no client library sends: each is the caller's fault, and none an error of ours. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RequestTargetsIT {
  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "quarkus.management.test-port")
  int managementPort;

  private final LoggedErrors errors = new LoggedErrors();

  @AfterEach
  void close() {
    errors.close();
  }

  @Test
  void signingInTakesAnAddress() throws IOException {
    assertThat(status(port, "GET /session/login HTTP/1.0")).isEqualTo(400);
    assertThat(status(port, "GET /session/login?a={b} HTTP/1.1\r\nHost: a")).isEqualTo(400);
    assertThat(errors.lines()).isEmpty();
  }

  @Test
  void theOperatorsPortRefusesWhatItCannotDecode() throws IOException {
    for (String target : List.of("/%zz", "/q/%zz", "/q/health?a=%")) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: a";
      assertThat(status(managementPort, request)).as(target).isEqualTo(400);
    }
    assertThat(status(managementPort, "GET /q/health/live HTTP/1.1\r\nHost: a")).isEqualTo(200);
    assertThat(errors.lines()).isEmpty();
  }

  /** The framework tells what is right of the host only where no proxy is trusted. */
  @Test
  void aRequestNamesOneHost() throws IOException {
    List<String> none = List.of("", "\r\nHost:");
    List<String> wrong =
        List.of(
            "\r\nHost: a b",
            "\r\nHost: a/b",
            "\r\nHost: a:99999",
            "\r\nHost: a\r\nHost: b",
            "\r\nHost: a\r\nHost: a");
    for (String path : List.of("/", "/session/login", "/graphql", "?a", "/q/health/live")) {
      String request = "GET " + path + " HTTP/1.1";
      for (String host : none) {
        assertThat(status(port, request + host)).as(path + host).isEqualTo(400);
        assertThat(status(managementPort, request + host)).as(path + host).isEqualTo(400);
      }
      for (String host : wrong) {
        assertThat(status(port, request + host)).as(path + host).isLessThan(500);
        assertThat(status(managementPort, request + host)).as(path + host).isEqualTo(400);
      }
    }
    assertThat(errors.lines()).isEmpty();
  }

  @Test
  void requestsWithoutAHostAreAFewLines() throws Exception {
    try (HostileLines lines = new HostileLines()) {
      for (int i = 0; i < 50; i++) {
        assertThat(status(managementPort, "GET / HTTP/1.1")).isEqualTo(400);
        Thread.sleep(30); // longer than a second in all: others may have taken this one's lines
      }
      assertThat(lines.with("")).isNotEmpty().hasSizeLessThan(40);
    }
    assertThat(errors.lines()).isEmpty();
  }

  @Test
  void overHttp2TooATargetHasASchemeOfOursAndAHost() throws IOException {
    for (String path : List.of("/", "/session/login", "/graphql", "/q/health/live")) {
      for (int door : List.of(port, managementPort)) {
        for (String scheme : List.of("%%", "a b", "javascript", "")) {
          refusedOverHttp2(door, scheme, "a", path);
        }
        for (String authority : List.of("", "%%", "a b", "u@a", "a:99999", "a/b", "{", "[")) {
          refusedOverHttp2(door, "http", authority, path);
        }
        refusedOverHttp2(door, "http", null, path);
      }
    }
    assertThat(errors.lines()).isEmpty();
  }

  private static void refusedOverHttp2(int port, String scheme, String authority, String path)
      throws IOException {
    Map<String, String> head = new LinkedHashMap<>();
    head.put(":method", "GET");
    head.put(":scheme", scheme);
    if (authority != null) {
      head.put(":authority", authority);
    }
    head.put(":path", path);
    try (RawHttp2 request = new RawHttp2(port, head)) {
      assertThat(request.status()).as("%s", head).isIn(400, RawHttp2.ENDED);
    }
  }

  @Test
  void whatBrowsersSendOverHttp2IsServed() throws IOException {
    Map<String, String> head = new LinkedHashMap<>();
    head.put(":method", "GET");
    head.put(":scheme", "https");
    head.put(":authority", "a:7080");
    head.put(":path", "/");
    try (RawHttp2 request = new RawHttp2(port, head)) {
      assertThat(request.status()).isEqualTo(200);
    }
  }

  @Test
  void whatBrowsersSendIsServed() throws IOException {
    assertThat(status(port, "GET /?a=%20b HTTP/1.1\r\nHost: a")).isEqualTo(200);
  }

  private static int status(int port, String head) throws IOException {
    try (RawHttp1 http = new RawHttp1(port)) {
      return http.say(head + "\r\n\r\n").status();
    }
  }
}
