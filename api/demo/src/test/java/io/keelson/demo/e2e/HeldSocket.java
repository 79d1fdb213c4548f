package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.demo.door.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket with a subscription for as long as it is let. */
final class HeldSocket implements WebSocket.Listener, AutoCloseable {
  private final String query;
  private final Map<String, ?> variables;
  private final CompletableFuture<Void> following = new CompletableFuture<>();
  private final CompletableFuture<End> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);
  private WebSocket socket;

  /**
   * How the server closed it.
   *
   * @param atNanos when this client saw it, by {@link System#nanoTime}
   */
  record End(int code, long atNanos) {}

  private HeldSocket(String query, Map<String, ?> variables) {
    this.query = query;
    this.variables = variables;
  }

  /**
   * @param port of the process to ask
   * @param query a subscription that is told something at once
   */
  static HeldSocket open(
      HttpClient http,
      int port,
      String tenant,
      String bearer,
      String query,
      Map<String, ?> variables) {
    HeldSocket held = new HeldSocket(query, variables);
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

  /** Completes once the server has closed the socket. */
  CompletableFuture<End> closed() {
    return closed;
  }

  @Override
  public void onOpen(WebSocket opened) {
    send(opened, "{\"type\":\"connection_init\"}");
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
      send(from, subscribe());
    } else if (text.contains("\"ping\"")) {
      send(from, "{\"type\":\"pong\"}");
    } else if (text.contains("\"next\"")) {
      following.complete(null);
    } else if (text.contains("\"error\"")) {
      following.completeExceptionally(new IllegalStateException(text));
    }
  }

  /** One after the other: a text is lost when the one before it is still being sent. */
  private void send(WebSocket to, String text) {
    sent = sent.thenCompose(before -> to.sendText(text, true));
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            following.completeExceptionally(failure);
          }
        });
  }

  private String subscribe() {
    ObjectNode message = Json.MAPPER.createObjectNode().put("id", "1").put("type", "subscribe");
    message
        .putObject("payload")
        .put("query", query)
        .set("variables", Json.MAPPER.valueToTree(variables));
    return message.toString();
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(new End(code, System.nanoTime()));
    following.completeExceptionally(new IllegalStateException("closed: " + code + " " + reason));
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
