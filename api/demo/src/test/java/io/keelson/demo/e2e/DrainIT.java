package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.demo.step.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A platform that is told to end answers what it has begun, and waits for nobody who only looks.
 */
final class DrainIT {
  private static final String BODY = "{\"query\":\"{viewer{tenants{slug}}}\"}";
  private static final int SENT_BEFORE = 10;
  private static final int GOING_AWAY = 1001;

  /** Well under the 15 s after which requests are cut off. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  @Test
  @Timeout(300)
  void answersTheRequestUnderWayRefusesNewOnesAndDoesNotWaitForOpenWebSockets() throws Exception {
    try (ExternalServers servers = new ExternalServers();
        Installation installation = Installation.create()) {
      int port = Ports.free();
      Map<String, String> properties = new HashMap<>(servers.properties());
      properties.put("keelson.http.port", Integer.toString(port));
      properties.put("keelson.management.port", Integer.toString(Ports.free()));
      properties.put("keelson.gateway.port", Integer.toString(Ports.free()));
      try (PlatformProcess platform =
              new PlatformProcess(installation, "drain", properties).start().awaitReady();
          HttpClient http = HttpClient.newHttpClient()) {
        String key = installation.environment().get("KEELSON_API_KEY");
        Onlooker looking = Onlooker.open(http, port, key);
        try (Socket begun = post(port, key)) {
          send(begun, BODY.substring(0, SENT_BEFORE));
          // Another request has been answered since: the first one is known to the platform.
          assertThat(status(port, key)).contains(200);

          assertThat(looking.closed).isNotDone();

          platform.terminate();
          Instant told = Instant.now();
          Patience.until(
              PROMPT,
              "new requests are refused",
              () -> "",
              () -> status(port, key).filter(status -> status == 503));
          assertThat(platform.isAlive()).isTrue();
          send(begun, BODY.substring(SENT_BEFORE));
          assertThat(statusLine(begun)).startsWith("HTTP/1.1 200");
          assertThat(looking.closed.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS))
              .isEqualTo(GOING_AWAY);
          // The drain is over; how long the rest of the platform takes to end is another matter.
          Patience.until(
              PROMPT,
              "the door is shut",
              () -> "",
              () -> isShut(port) ? Optional.of(true) : Optional.empty());
          assertThat(Duration.between(told, Instant.now())).isLessThan(PROMPT);
          platform.awaitEnd("SIGTERM");
        }
      }
    }
  }

  /** Who has said who they are, and asks for nothing. */
  private static final class Onlooker implements WebSocket.Listener {
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    static Onlooker open(HttpClient http, int port, String key) throws Exception {
      Onlooker onlooker = new Onlooker();
      WebSocket socket =
          http.newWebSocketBuilder()
              .header("Authorization", "Bearer " + key)
              .subprotocols("graphql-transport-ws")
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), onlooker)
              .join();
      socket.sendText("{\"type\":\"connection_init\"}", true).join();
      onlooker.acknowledged.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
      return onlooker;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      if (text.toString().contains("connection_ack")) {
        acknowledged.complete(null);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      acknowledged.completeExceptionally(new IllegalStateException(code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket broken, Throwable failure) {
      acknowledged.completeExceptionally(failure);
      closed.completeExceptionally(failure);
    }
  }

  private static boolean isShut(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  /** Everything but the body. */
  private static Socket post(int port, String key) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PROMPT.toMillis());
    send(
        socket,
        """
        POST /graphql HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(port, key, BODY.length()));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  /** Empty when nobody takes connections any more. */
  private static Optional<Integer> status(int port, String key) {
    try (Socket socket = post(port, key)) {
      send(socket, BODY);
      return Optional.ofNullable(statusLine(socket))
          .map(line -> Integer.parseInt(line.split(" ")[1]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
