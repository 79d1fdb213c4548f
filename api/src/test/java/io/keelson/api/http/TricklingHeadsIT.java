package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers who send the head of a request as slowly as they can. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class TricklingHeadsIT {
  /** The doors of uploads and downloads stand before all others. */
  private static final String ASKED_FOR_DATA =
      "GET /data/objects/x HTTP/1.1\r\nhost: localhost\r\n\r\n";

  private static final String ASKED = "GET /nothing.js HTTP/1.1\r\nhost: localhost\r\n\r\n";
  private static final Duration PATIENCE = ConnectionBounds.HEAD_LIMIT.plusSeconds(5);
  private static final int BETWEEN_BYTES_MS = 200;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "quarkus.management.test-port")
  int managementPort;

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(BETWEEN_BYTES_MS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The beginning of the answer. */
  private static String assertThatItIsAnswered(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    byte[] answer = new byte[64 << 10];
    int read = socket.getInputStream().read(answer);
    String begins = new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    assertThat(begins).startsWith("HTTP/1.1 ");
    socket.setSoTimeout(BETWEEN_BYTES_MS);
    try {
      while (socket.getInputStream().read(answer) >= 0) {
        // the rest of it
      }
      throw new AssertionError("the connection ended");
    } catch (SocketTimeoutException allOfIt) {
      return begins; // and the connection is open
    }
  }

  /** One byte of a header after the other, until the connection ends. */
  private static void assertThatTricklingEnds(Socket socket) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    OutputStream out = socket.getOutputStream();
    try {
      send(socket, "GET /nothing.js HTTP/1.1\r\nx: ");
      while (System.nanoTime() - end < 0) {
        out.write('x');
        try {
          if (socket.getInputStream().read() < 0) {
            return;
          }
        } catch (SocketTimeoutException nothingYet) {
          continue;
        }
      }
    } catch (SocketException ended) {
      return;
    }
    throw new AssertionError("still open after " + PATIENCE);
  }

  @Test
  @Tag("heavy")
  void aLaterHeadHasOneToo() throws IOException {
    try (Socket second = connect(port)) {
      send(second, ASKED);
      assertThatItIsAnswered(second);
      assertThatTricklingEnds(second);
    }
  }

  @Test
  @Tag("heavy")
  void aLaterHeadBehindATransferHasOneToo() throws IOException {
    try (Socket second = connect(port)) {
      send(second, ASKED_FOR_DATA);
      assertThat(assertThatItIsAnswered(second)).containsIgnoringCase("x-request-id: ");
      assertThatTricklingEnds(second);
    }
  }

  @Test
  @Tag("heavy")
  void oneThatBeganInOnePieceWithTheRequestBeforeItHasOneToo() throws IOException {
    try (Socket pipelined = connect(port)) {
      send(pipelined, ASKED + "GET /nothing.js HTTP/1.1\r\nx: y\r\n");
      pipelined.setSoTimeout((int) PATIENCE.toMillis());
      byte[] answer = new byte[64 << 10];
      int read = 0;
      while (read >= 0) {
        read = pipelined.getInputStream().read(answer); // times out when it stays open
      }
    }
  }

  /** For as long as it takes until others have trickled too long, who ask for the first time. */
  @Test
  void theFirstHeadOfAConnectionHasADeadlineAndOneMayRestBeforeAndBetweenItsRequests()
      throws IOException {
    try (Socket resting = connect(port);
        Socket transferring = connect(port);
        Socket operators = connect(managementPort)) {
      send(operators, ASKED);
      assertThatItIsAnswered(operators);
      send(transferring, ASKED_FOR_DATA);
      assertThatItIsAnswered(transferring);
      try (Socket trickling = connect(port)) {
        assertThatTricklingEnds(trickling);
      }
      send(resting, ASKED);
      assertThatItIsAnswered(resting);
      try (Socket trickling = connect(port)) {
        assertThatTricklingEnds(trickling);
      }
      send(resting, ASKED);
      assertThatItIsAnswered(resting);
      send(operators, ASKED);
      assertThatItIsAnswered(operators);
      send(transferring, ASKED);
      assertThatItIsAnswered(transferring);
    }
  }
}
