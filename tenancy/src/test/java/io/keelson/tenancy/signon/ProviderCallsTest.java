package io.keelson.tenancy.signon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderCallsTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = "http://localhost:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    vertx.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      asked.add(
          path
              + " "
              + exchange.getRequestHeaders().getFirst("Host")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      switch (path) {
        case "/moved" -> {
          exchange.getResponseHeaders().set("Location", url + "/secret");
          exchange.sendResponseHeaders(302, -1);
        }
        case "/endless" -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[1 << 16];
          for (int i = 0; i < 64; i++) {
            exchange.getResponseBody().write(part);
          }
        }
        default -> {
          byte[] body = "{\"issuer\":\"it\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        }
      }
    }
  }

  @Test
  void theAddressThatWasLookedAtIsCalledUnderItsName() {
    assertThat(calls(true).get(url + "/a?b=c").object().getString("issuer")).isEqualTo("it");
    assertThat(calls(true).post(url + "/token", Map.of("secret", "a b")).status()).isEqualTo(200);
    String host = "localhost:" + server.getAddress().getPort();
    assertThat(asked).containsExactly("/a?b=c " + host + " ", "/token " + host + " secret=a+b");
  }

  @Test
  void aRedirectIsAnAnswerAndLeadsNowhere() {
    assertThat(calls(true).get(url + "/moved").status()).isEqualTo(302);
    assertThat(asked).noneMatch(path -> path.startsWith("/secret"));
  }

  @Test
  void anAnswerThatDoesNotEndIsNone() {
    assertThatThrownBy(() -> calls(true).get(url + "/endless")).isInstanceOf(Unavailable.class);
  }

  @Test
  void anAddressOfThisMachineIsNotCalled() {
    String tls = url.replace("http:", "https:");
    assertThatThrownBy(() -> calls(false).get(tls + "/a"))
        .isInstanceOf(ProviderCalls.NotAllowed.class);
    assertThat(asked).isEmpty();
  }

  private ProviderCalls calls(boolean privateProviders) {
    return new ProviderCalls(vertx, new ProviderAddresses((privateProviders)));
  }
}
