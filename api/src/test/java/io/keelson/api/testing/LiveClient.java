package io.keelson.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the graphql-transport-ws protocol, which reads as long as it is not told to stop. */
public final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  private volatile boolean reads = true;

  /** How the platform closed the socket, and when. */
  public record Closed(int code, String reason, Instant at) {}

  private LiveClient() {}

  /** A socket on which nothing has been said yet. */
  public static LiveClient open(int port, String... headers) {
    return open(HTTP, port, headers);
  }

  /** One whose connections this client makes, such as from another address. */
  public static LiveClient open(HttpClient http, int port, String... headers) {
    LiveClient client = new LiveClient();
    WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("graphql-transport-ws");
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    client.socket =
        builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), client).join();
    return client;
  }

  /** A socket that is acknowledged, with a key or token in its first message. */
  public static LiveClient acknowledged(int port, String bearer) throws InterruptedException {
    LiveClient client = open(port);
    client.init(new JsonObject().put("Authorization", "Bearer " + bearer));
    assertThat(client.next().getString("type")).isEqualTo("connection_ack");
    return client;
  }

  public void init(JsonObject payload) {
    say(new JsonObject().put("type", "connection_init").put("payload", payload).encode());
  }

  public void subscribe(String id, String query) {
    subscribe(id, query, new JsonObject());
  }

  public void subscribe(String id, String query, JsonObject variables) {
    say(
        new JsonObject()
            .put("id", id)
            .put("type", "subscribe")
            .put("payload", new JsonObject().put("query", query).put("variables", variables))
            .encode());
  }

  public void complete(String id) {
    say(new JsonObject().put("id", id).put("type", "complete").encode());
  }

  public void say(String text) {
    socket.sendText(text, true).join();
  }

  /** The next message, whatever its type. */
  public JsonObject next() throws InterruptedException {
    JsonObject message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message)
        .as("a message within %s; closed: %s", PATIENCE, closed.getNow(null))
        .isNotNull();
    return message;
  }

  /** The next message; null when the platform closes the socket instead. */
  public JsonObject nextOrClosed() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    JsonObject message = null;
    while (message == null && Instant.now().isBefore(end)) {
      boolean wasClosed = isClosed();
      message = messages.poll(10, TimeUnit.MILLISECONDS);
      if (message == null && wasClosed) {
        return null;
      }
    }
    assertThat(message).as("a message or a close within %s", PATIENCE).isNotNull();
    return message;
  }

  /** Closes it as the protocol wants; whatever has been begun ends with it. */
  public void end() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** Null when none has come within that time. */
  public JsonObject next(Duration patience) throws InterruptedException {
    return messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  public Closed closed() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(new JsonObject(partial.toString()));
      partial.setLength(0);
    }
    if (reads) {
      from.request(1);
    }
    return null;
  }

  /** After one more message nothing is taken from the connection any more. */
  public void stopReading() {
    reads = false;
  }

  public void readOn() {
    reads = true;
    socket.request(1);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(new Closed(code, reason, Instant.now()));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
