package io.keelson.demo.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** One tus upload, as the protocol says; the path {@code /broken} answers without an offset. */
final class TusServer implements AutoCloseable {
  final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final HttpServer server;

  TusServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/upload", this::upload);
    server.createContext(
        "/broken",
        exchange -> {
          exchange.getResponseHeaders().add("Tus-Resumable", "1.0.0");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void upload(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = status(exchange);
    if (status == 204) {
      held.write(body);
    }
    exchange.getResponseHeaders().add("Tus-Resumable", "1.0.0");
    exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(held.size()));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int status(HttpExchange exchange) {
    if (!"1.0.0".equals(header(exchange, "Tus-Resumable"))) {
      return 412;
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      return 200;
    }
    if (!"application/offset+octet-stream".equals(header(exchange, "Content-Type"))) {
      return 415;
    }
    return Integer.toString(held.size()).equals(header(exchange, "Upload-Offset")) ? 204 : 409;
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
