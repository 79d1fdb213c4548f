package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent as slowly as they can be. */
@Timeout(60)
final class ArrivalDeadlineIT {
  /** Under the idle timeout and a call's deadline, which would end the connection as well. */
  private static final int PATIENCE_MS = 20_000;

  private static final String LIVE = "GET /v2/health/live HTTP/1.1\r\nhost: x\r\n\r\n";

  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    replica =
        new TestReplica()
            .answering(
                "ModelReady",
                request -> ModelReadyResponse.newBuilder().setReady(true).build().toByteArray());
    doors.start(
        DataPlaneConfig.defaults("127.0.0.1", 0)
            .withEventLoops(1)
            .withArrivalLimit(Duration.ofMillis(500)));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
  }

  private Socket connect(String beginning) throws IOException {
    Socket socket = new Socket("127.0.0.1", doors.plane.port());
    socket.setSoTimeout(PATIENCE_MS);
    send(socket, beginning);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What is answered until the connection ends. */
  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static void assertThatItIsAnswered(Socket socket) throws IOException {
    byte[] answer = new byte[4_096];
    int read = socket.getInputStream().read(answer);
    assertThat(new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 200")
        .endsWith("{\"live\":true}");
  }

  @Test
  void aHeadThatDoesNotEndIsCut() throws IOException {
    try (Socket first = connect("GET /v2/health/live HTTP/1.1\r\nhost: ")) {
      assertThat(all(first)).isEmpty();
    }
    try (Socket second = connect(LIVE)) {
      assertThatItIsAnswered(second);
      send(second, "GET /v2/hea");
      assertThat(all(second)).isEmpty();
    }
  }

  @Test
  void aBodyThatDoesNotEndIsCutWhetherItWasRefusedOrNot() throws IOException {
    for (String head :
        new String[] {
          "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
              + DataPlaneFixture.KEY
              + "\r\n",
          "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\n",
          "POST /nowhere HTTP/1.1\r\nhost: x\r\n"
        }) {
      try (Socket socket = connect(head + "content-length: 1000\r\n\r\n{")) {
        assertThat(all(socket)).doesNotContain("HTTP/1.1 200");
      }
    }
    assertThat(doors.plane.inFlight()).isZero();
    assertThat(doors.plane.heldBytes()).isZero();
  }

  @Test
  void anHttp2ConnectionWithoutAStreamEndsAlthoughItPings() throws IOException {
    try (Http2Caller caller = new Http2Caller(doors.plane.port())) {
      long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MS).toNanos();
      boolean open = true;
      while (open && System.nanoTime() < end) {
        caller.ping();
        open = caller.next() != null;
      }
      assertThat(open).isFalse();
    } catch (SocketException gone) {
      assertThat(gone.getMessage()).containsAnyOf("reset", "Broken pipe");
    }
  }

  @Test
  void aConnectionMayRestBetweenItsRequests() throws IOException {
    try (Socket resting = connect(LIVE)) {
      assertThatItIsAnswered(resting);
      try (Socket trickling = connect("GET /")) {
        assertThat(all(trickling)).as("the limit has passed").isEmpty();
      }
      send(resting, LIVE);
      assertThatItIsAnswered(resting);
    }
  }
}
