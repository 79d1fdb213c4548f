package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many bodies at once of which each is within its bounds. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class UnendedBodiesIT {
  private static final int CONNECTIONS = 50;
  private static final int LARGE_BYTES = 900_000;
  private static final String LARGE = "{\"query\":\"{__typename}\"" + " ".repeat(LARGE_BYTES) + "}";

  @Inject TestTenants tenants;
  @Inject SharedBytes memory;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thoseOfOneTenantTakeNoMoreThanItsShareOfTheMemory(boolean isAnnounced) throws Exception {
    String key = tenants.make("unended-" + isAnnounced).key();
    Graph same = new Graph("http://127.0.0.1:" + port, key);
    Graph other = new Graph("http://127.0.0.1:" + port, tenants.make("calm-" + isAnnounced).key());
    List<Socket> unended = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        unended.add(socket);
        begin(socket, key, isAnnounced);
      }
      Graph.Answer refused = onceTheyAreHeld(same);
      assertThat(refused.status()).as(refused.body().toString()).isEqualTo(429);
      assertThat(refused.code()).hasValue("RATE_LIMITED");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(other.send(LARGE).status()).isEqualTo(200);
    } finally {
      for (Socket socket : unended) {
        socket.close();
      }
    }
    awaitNothingHeld();
    assertThat(same.send(LARGE).status()).isEqualTo(200);
  }

  /** Their heads may still be on their way. */
  private static Graph.Answer onceTheyAreHeld(Graph caller) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(5));
    Graph.Answer answer = caller.send(LARGE);
    while (answer.status() == 200 && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      answer = caller.send(LARGE);
    }
    return answer;
  }

  /** All of a body but its end. */
  private static void begin(Socket socket, String key, boolean isAnnounced) throws IOException {
    String length =
        isAnnounced
            ? "Content-Length: " + LARGE_BYTES + "\r\n\r\n{"
            : "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s"
                .formatted(LARGE_BYTES, " ".repeat(LARGE_BYTES - 1));
    String request =
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + key
            + "\r\n"
            + length;
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refusedMeanwhile) {
      // As it should be, from some on.
    }
  }

  private void awaitNothingHeld() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (memory.usedBytes() > 0 && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(memory.usedBytes()).isZero();
  }
}
