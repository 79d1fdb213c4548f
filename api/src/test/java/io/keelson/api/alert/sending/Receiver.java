package io.keelson.api.alert.sending;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody's server on this machine, who is called by webhooks. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile Map<String, String> answerHeaders = Map.of();
  private volatile String answer = "";

  /**
   * A call.
   *
   * @param headers by names in lower case
   * @param atNanos of {@link System#nanoTime}
   */
  public record Received(String path, Map<String, String> headers, String body, long atNanos) {
    public String header(String name) {
      return headers.get(name);
    }
  }

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long at = System.nanoTime();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      received.add(new Received(exchange.getRequestURI().toString(), headers, body, at));
      answerHeaders.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  public void answers(int status) {
    answers(status, Map.of(), "");
  }

  public void answers(int status, Map<String, String> headers, String body) {
    this.answerHeaders = headers;
    this.answer = body;
    this.status = status;
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/hook?key=secret";
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
