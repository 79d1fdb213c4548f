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
  private final KeelsonEnvironment environment;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(MAX_SOCKETS));

  Sockets(KeelsonEnvironment environment) {
    this.environment = environment;
  }

  Socket open(BiConsumer<String, JsonNode> onMessage) throws Exception {
    WebSocketConnectOptions to =
        new WebSocketConnectOptions()
            .setHost(environment.url().getHost())
            .setPort(environment.url().getPort())
            .setURI("/graphql")
            .addSubProtocol("graphql-transport-ws");
    return client
        .connect(to)
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
