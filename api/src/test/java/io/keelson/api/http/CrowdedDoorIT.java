package io.keelson.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers without a name who open all the connections they can. */
@Tag("heavy")
@QuarkusTest
@TestProfile(CrowdedDoorIT.FewConnections.class)
@QuarkusTestResource(PlatformServers.class)
@Timeout(60)
class CrowdedDoorIT {
  private static final String ASKED = "GET /nothing.js HTTP/1.1\r\nhost: localhost\r\n\r\n";
  private static final String REFUSED = "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n";
  private static final String BEGUN = "GET /nothing.js HTTP/1.1\r\nx: ";
  private static final String CROWD = "127.0.0.3";
  private static final String OTHER_CROWD = "127.0.0.5";
  private static final String NEIGHBOUR = "127.0.0.4";
  private static final int END_PATIENCE_MS = 2_000;

  /** Of a busy server whose client has said that it sends no more. */
  private static final int CLOSE_PATIENCE_MS = 15_000;

  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "quarkus.management.test-port")
  int managementPort;

  private final List<Socket> open = new ArrayList<>();

  /** So that a few reach a bound. */
  public static final class FewConnections implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("keelson.http.max-connections", "60");
    }
  }

  /** The server closes them first: what it still has open would count for the next test. */
  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      sendNoMore(socket);
    }
    ended(open, CLOSE_PATIENCE_MS);
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static void sendNoMore(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException reset) {
      // closed already
    }
  }

  private Socket connect(String from, int to) throws IOException {
    Socket socket =
        new Socket(InetAddress.ofLiteral("127.0.0.1"), to, InetAddress.ofLiteral(from), 0);
    socket.setSoTimeout(5_000);
    open.add(socket);
    return socket;
  }

  private boolean isAnswered(Socket socket) {
    try {
      socket.getOutputStream().write(ASKED.getBytes(US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (IOException reset) {
      return false;
    }
  }

  /** How many of so many connections from there are answered while all are open. */
  private int answered(String from, int count) throws IOException {
    int answered = 0;
    for (int i = 0; i < count; i++) {
      if (isAnswered(connect(from, port))) {
        answered++;
      }
    }
    return answered;
  }

  @Test
  void oneAddressTakesHalfOfTheConnectionsAndATrustedProxyTheRest() throws IOException {
    assertThat(answered(CROWD, 40)).isEqualTo(30);
    assertThat(answered(NEIGHBOUR, 2)).isEqualTo(2);
    assertThat(answered(PlatformServers.PROXY, 26)).isEqualTo(26);
    assertThat(isAnswered(connect(NEIGHBOUR, managementPort)))
        .as("the operators' port is another")
        .isTrue();
  }

  @Test
  void whoeverHoldsConnectionsForNothingGivesWayToWhoComesNew() throws IOException {
    for (String silent : new String[] {CROWD, OTHER_CROWD}) {
      for (int i = 0; i < 30; i++) {
        connect(silent, port);
      }
    }
    assertThat(answered(NEIGHBOUR, 3)).isEqualTo(3);
    assertThat(answered(PlatformServers.PROXY, 3)).isEqualTo(3);
  }

  @Test
  void soDoWhoHasAskedAndRests() throws IOException {
    assertThat(answered(CROWD, 30)).isEqualTo(30);
    assertThat(answered(OTHER_CROWD, 30)).isEqualTo(30);
    assertThat(answered(NEIGHBOUR, 3)).isEqualTo(3);
  }

  @Test
  void oneAddressHasFewHeadsThatHaveNotComeToTheirEnd() throws IOException {
    assertThat(cut(CROWD, BEGUN)).isEqualTo(4);
    assertThat(answered(CROWD, 1)).as("a head in one piece").isEqualTo(1);
  }

  @Test
  void aLaterHeadCountsAsTheFirstOneDoes() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = connect(CROWD, port);
      sockets.add(socket);
      assertThat(isAnswered(socket)).isTrue();
      socket.getOutputStream().write(BEGUN.getBytes(US_ASCII));
    }
    assertThat(ended(sockets)).isEqualTo(4);
  }

  /** Lines of a head are many times as large when they are read as when they are sent. */
  @Test
  void aHeadThatComesBehindARequestCountsToo() throws IOException {
    String lines = "a:\r\n".repeat(300);
    assertThat(cut(CROWD, ASKED + "GET /nothing.js HTTP/1.1\r\n" + lines)).isEqualTo(4);
    String posted = ASKED.replace("GET", "POST"); // begins as the preface of HTTP/2 does
    assertThat(cut(NEIGHBOUR, posted + "GET /nothing.js HTTP/1.1\r\n" + lines))
        .as("while the first address has half of them, another one has a quarter")
        .isEqualTo(6);
  }

  @Test
  void requestsThatAreRefusedAsTheyComeKeepNoOtherHeadOut() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (Socket refused = connect(CROWD, port)) {
        refused.getOutputStream().write(REFUSED.getBytes(US_ASCII));
        assertThat(ends(refused)).isTrue();
      }
    }
    for (String from : new String[] {CROWD, NEIGHBOUR}) {
      Socket socket = connect(from, port);
      socket.getOutputStream().write(BEGUN.getBytes(US_ASCII));
      Thread.sleep(100);
      socket.getOutputStream().write("y\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  /** How many of eight connections end soon that each send so much. */
  private int cut(String from, String text) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = connect(from, port);
      sockets.add(socket);
      socket.getOutputStream().write(text.getBytes(US_ASCII));
    }
    return ended(sockets);
  }

  private static int ended(List<Socket> sockets) {
    return ended(sockets, END_PATIENCE_MS);
  }

  private static int ended(List<Socket> sockets, int patienceMs) {
    return (int)
        sockets.stream()
            .map(socket -> CompletableFuture.supplyAsync(() -> ends(socket, patienceMs), THREADS))
            .toList()
            .stream()
            .filter(CompletableFuture::join)
            .count();
  }

  private static boolean ends(Socket socket) {
    return ends(socket, END_PATIENCE_MS);
  }

  private static boolean ends(Socket socket, int patienceMs) {
    try {
      socket.setSoTimeout(patienceMs);
      while (socket.getInputStream().read() >= 0) {
        // the rest of an answer
      }
      return true;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
