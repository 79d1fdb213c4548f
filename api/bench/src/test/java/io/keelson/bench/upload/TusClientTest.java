package io.keelson.bench.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TusClientTest {
  @TempDir private Path folder;
  private HttpServer server;
  private Path file;
  private byte[] bytes;

  @BeforeEach
  void start() throws Exception {
    bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    file = Files.write(folder.resolve("file"), bytes);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theFileArrivesInOnePatch() throws Exception {
    AtomicReference<byte[]> arrived = new AtomicReference<>();
    server.createContext(
        "/data/1",
        exchange -> {
          arrived.set(exchange.getRequestBody().readAllBytes());
          exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(bytes.length));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });

    TusClient.patch(url("/data/1?signature=x"), file);

    assertThat(arrived.get()).isEqualTo(bytes);
  }

  @Test
  void aRefusalFailsWithWhatTheServerSaid() {
    server.createContext(
        "/data/2",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(410, -1);
          exchange.close();
        });

    assertThatThrownBy(() -> TusClient.patch(url("/data/2"), file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("410");
  }

  @Test
  void anOffsetThatIsNotTheEndFails() {
    server.createContext(
        "/data/3",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Upload-Offset", "17");
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });

    assertThatThrownBy(() -> TusClient.patch(url("/data/3"), file))
        .isInstanceOf(IllegalStateException.class);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
