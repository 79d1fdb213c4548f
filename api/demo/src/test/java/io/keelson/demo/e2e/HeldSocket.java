package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.demo.door.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket that follows the jobs of a project for as long as it is let. */
final class HeldSocket implements WebSocket.Listener, AutoCloseable {
  private static final String QUERY =
      "subscription ($projectId: ID!) { jobChanged(projectId: $projectId) { id } }";
  private final String projectId;
  private final CompletableFuture<Void> following = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private WebSocket socket;

  private HeldSocket(String projectId) {
    this.projectId = projectId;
  }

  /**
   * @param port of the process to ask
   */
  static HeldSocket open(
      HttpClient http, int port, String tenant, String bearer, String projectId) {
    HeldSocket held = new HeldSocket(projectId);
    held.socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + bearer)
            .header("X-Keelson-Tenant", tenant)
            .subprotocols("graphql-transport-ws")
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), held)
            .join();
    return held;
  }

  /** Completes once the server has begun to answer the subscription. */
  CompletableFuture<Void> following() {
    return following;
  }

  /** Completes with the code with which the server closes the socket. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.sendText("{\"type\":\"connection_init\"}", true);
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      receive(from, part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void receive(WebSocket from, String text) {
    if (text.contains("connection_ack")) {
      from.sendText(subscribe(), true);
    } else if (text.contains("\"ping\"")) {
      from.sendText("{\"type\":\"pong\"}", true);
    } else if (text.contains("\"next\"")) {
      following.complete(null);
    } else if (text.contains("\"error\"")) {
      following.completeExceptionally(new IllegalStateException(text));
    }
  }

  private String subscribe() {
    ObjectNode message = Json.MAPPER.createObjectNode().put("id", "1").put("type", "subscribe");
    message
        .putObject("payload")
        .put("query", QUERY)
        .set("variables", Json.MAPPER.valueToTree(Map.of("projectId", projectId)));
    return message.toString();
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket broken, Throwable failure) {
    following.completeExceptionally(failure);
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
