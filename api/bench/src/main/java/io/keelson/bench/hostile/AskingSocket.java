package io.keelson.bench.hostile;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A socket of graphql-transport-ws over which one thread asks one thing after the other. */
final class AskingSocket implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;
  private int asked;

  private AskingSocket() {}

  /**
   * @param door of the same API over HTTP
   */
  static AskingSocket open(HttpClient http, URI door, String apiKey) throws InterruptedException {
    AskingSocket opened = new AskingSocket();
    opened.socket =
        http.newWebSocketBuilder()
            .subprotocols("graphql-transport-ws")
            .buildAsync(URI.create(door.toString().replaceFirst("^http", "ws")), opened)
            .join();
    opened.say(
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + apiKey + "\"}}");
    String first = opened.next();
    if (first == null || !first.contains("connection_ack")) {
      throw new IllegalStateException(first + " (expected: connection_ack)");
    }
    return opened;
  }

  /**
   * The first message that answers; null when none has come in time.
   *
   * @param document without quotation marks
   */
  String ask(String document) throws InterruptedException {
    say(
        "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\"}}"
            .formatted(++asked, document));
    return next();
  }

  private void say(String text) {
    socket.sendText(text, true).join();
  }

  private String next() throws InterruptedException {
    return messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
    partial.append(data);
    if (isLast) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
