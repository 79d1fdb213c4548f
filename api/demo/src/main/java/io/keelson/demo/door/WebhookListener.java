package io.keelson.demo.door;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks on this machine; it takes what comes and answers 204. */
public final class WebhookListener implements AutoCloseable {
  private static final String PATH = "/alerts";
  private static final int MAX_BYTES = 1 << 20;
  private static final int NO_CONTENT = 204;
  private final HttpServer server;
  private final List<SignedMessage> received = new CopyOnWriteArrayList<>();

  /** Listens from now on, on a port that is free. */
  public WebhookListener() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::take);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), PATH));
  }

  /** The first message of a type that has come so far, such as {@code alert.firing}. */
  public Optional<SignedMessage> told(String type) {
    return received.stream().filter(message -> message.type().equals(type)).findFirst();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getRequestHeaders();
      String body =
          new String(exchange.getRequestBody().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      received.add(
          new SignedMessage(
              header(headers, "webhook-id"),
              header(headers, "webhook-timestamp"),
              header(headers, "webhook-signature"),
              body));
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    }
  }

  private static String header(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
