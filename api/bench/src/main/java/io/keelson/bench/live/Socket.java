package io.keelson.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A socket of graphql-transport-ws with a key in its first message. */
final class Socket {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final WebSocket socket;

  private Socket(WebSocket socket) {
    this.socket = socket;
  }

  /**
   * @param onMessage gets the type of each message and the message, on an event loop
   */
  static CompletableFuture<Socket> open(
      WebSocket connected, String apiKey, BiConsumer<String, JsonNode> onMessage) {
    Socket socket = new Socket(connected);
    CompletableFuture<Socket> acknowledged = new CompletableFuture<>();
    connected.closeHandler(
        closed ->
            acknowledged.completeExceptionally(
                new IllegalStateException(
                    "closed: " + connected.closeStatusCode() + " " + connected.closeReason())));
    connected.textMessageHandler(
        text -> {
          JsonNode message = read(text);
          String type = message.path("type").asText();
          if (type.equals("connection_ack")) {
            acknowledged.complete(socket);
          } else {
            onMessage.accept(type, message);
          }
        });
    socket.say(
        Map.of("type", "connection_init", "payload", Map.of("Authorization", "Bearer " + apiKey)));
    return acknowledged;
  }

  /** Follows what a run logs. */
  void follow(String id, String runId) {
    say(
        Map.of(
            "id",
            id,
            "type",
            "subscribe",
            "payload",
            Map.of(
                "query",
                "subscription ($run: ID!) { runMetrics(runId: $run) { key value step cursor } }",
                "variables",
                Map.of("run", runId))));
  }

  void stopReading() {
    socket.pause();
  }

  void readOn() {
    socket.resume();
  }

  private void say(Map<String, ?> message) {
    try {
      socket.writeTextMessage(JSON.writeValueAsString(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
