package io.keelson.api.graphql.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Starts a subscription on a socket of its own, reads the first message and stops it. */
final class Follower {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int INTERNAL_ERROR = 1011;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Follower() {}

  /**
   * Empty where nothing came in time, or the caller was not let in.
   *
   * @param payload of the first message
   * @param request as it is posted otherwise, in ASCII
   */
  static Optional<Graph.Answer> first(int port, JsonObject payload, String request)
      throws InterruptedException, IOException {
    try (LiveClient socket = LiveClient.open(port)) {
      socket.init(payload);
      JsonObject welcome = socket.nextOrClosed();
      if (welcome == null) {
        requireNoDefect(socket);
        return Optional.empty();
      }
      socket.say("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + request + "}");
      JsonObject message = socket.next(PATIENCE);
      if (socket.isClosed()) {
        requireNoDefect(socket);
      }
      if (message == null || message.getString("type").equals("complete")) {
        return Optional.empty();
      }
      socket.complete("1");
      return Optional.of(answer(message));
    }
  }

  private static void requireNoDefect(LiveClient socket) {
    LiveClient.Closed closed = socket.closed();
    if (closed.code() == INTERNAL_ERROR) {
      throw new IllegalStateException("the platform closed the socket: " + closed);
    }
  }

  private static Graph.Answer answer(JsonObject message) throws IOException {
    JsonNode payload = JSON.readTree(message.encode()).path("payload");
    if (!message.getString("type").equals("error")) {
      return new Graph.Answer(200, payload);
    }
    ObjectNode body = JSON.createObjectNode();
    body.set("errors", payload);
    return new Graph.Answer(200, body);
  }
}
