package io.keelson.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.KeelsonEnvironment;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Opens sockets to the platform, and closes them all together. */
final class Sockets implements AutoCloseable {
  private static final int MAX_SOCKETS = 15_000;
  private static final int PATIENCE_S = 30;
  private static final int SMALL_BUFFER_BYTES = 8 * 1024;
  private final KeelsonEnvironment environment;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client = vertx.createWebSocketClient(options());
  private final WebSocketClient small =
      vertx.createWebSocketClient(options().setReceiveBufferSize(SMALL_BUFFER_BYTES));

  Sockets(KeelsonEnvironment environment) {
    this.environment = environment;
  }

  private static WebSocketClientOptions options() {
    return new WebSocketClientOptions().setMaxConnections(MAX_SOCKETS);
  }

  Socket open(BiConsumer<String, JsonNode> onMessage) throws Exception {
    return open(client, onMessage);
  }

  /**
   * One whose system takes little for it: when it stops reading, the platform has to hold what
   * comes.
   */
  Socket openSmall(BiConsumer<String, JsonNode> onMessage) throws Exception {
    return open(small, onMessage);
  }

  private Socket open(WebSocketClient by, BiConsumer<String, JsonNode> onMessage) throws Exception {
    WebSocketConnectOptions to =
        new WebSocketConnectOptions()
            .setHost(environment.url().getHost())
            .setPort(environment.url().getPort())
            .setURI("/graphql")
            .addSubProtocol("graphql-transport-ws");
    return by.connect(to)
        .toCompletionStage()
        .thenCompose(socket -> Socket.open(socket, environment.apiKey(), onMessage))
        .toCompletableFuture()
        .get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Does not wait: sockets that do not read take long to close, and all has been measured. */
  @Override
  public void close() {
    vertx.close();
  }
}
