package io.keelson.api.graphql.live;

import io.keelson.api.http.RequestIds;
import io.keelson.api.identity.SignedIn;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Sockets at {@code /graphql}, protocol {@code graphql-transport-ws}. The route in front of this
 * one has refused what comes from other sites' pages.
 */
@ApplicationScoped
class LiveDoor implements HttpServerOptionsCustomizer {
  private static final int BEHIND_THE_PROOF = -100;
  private static final String PROTOCOL = "graphql-transport-ws";
  private static final int CLOSING_TIMEOUT_S = 1;

  private final LiveServices services;

  LiveDoor(LiveServices services) {
    this.services = services;
  }

  /** No compression: a small message of a client could become a huge one, before it is bounded. */
  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
    options.setMaxWebSocketFrameSize(services.config().maxMessageBytes());
    options.setMaxWebSocketMessageSize(services.config().maxMessageBytes());
    options.setWebSocketClosingTimeout(CLOSING_TIMEOUT_S);
  }

  void register(@Observes Router router) {
    router.route("/graphql").order(BEHIND_THE_PROOF).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))
        || context.request().method() != HttpMethod.GET) {
      context.next();
    } else if (!services.sockets().reserve()) {
      context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    } else {
      Optional<SignedIn> opened = services.signIn().ofUpgrade(context);
      context
          .request()
          .toWebSocket()
          .onSuccess(socket -> opened(socket, context, opened))
          .onFailure(refused -> services.sockets().release());
    }
  }

  private void opened(ServerWebSocket socket, RoutingContext context, Optional<SignedIn> opened) {
    LiveSocket live =
        new LiveSocket(
            socket,
            Vertx.currentContext(),
            opened,
            context.get(RequestIds.KEY),
            context.request().remoteAddress().hostAddress(),
            services);
    services.sockets().add(live);
    if (PROTOCOL.equals(socket.subProtocol())) {
      live.begin();
    } else {
      live.close(CloseCode.SUBPROTOCOL, "Subprotocol not acceptable (expected: " + PROTOCOL + ")");
    }
  }
}
