package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  @Test
  void whatBrowsersSendIsServed() throws IOException {
    assertThat(status(port, "GET /?a=%20b HTTP/1.1\r\nHost: a")).isEqualTo(200);
  }

  private static int status(int port, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String request = head + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }
  }
}
