package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.http.CallerAddress;
import io.keelson.api.http.RequestIds;
import io.keelson.api.identity.SignedIn;
import io.keelson.serving.connection.ConnectionCut;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
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

  /** Of RFC 6455, whose frames are counted. */
  private static final String VERSION = "13";

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
    options.setMaxWebSocketFrameSize(LiveSocket.MAX_MESSAGE_BYTES);
    options.setMaxWebSocketMessageSize(LiveSocket.MAX_MESSAGE_BYTES);
    options.setWebSocketClosingTimeout(CLOSING_TIMEOUT_S);
  }

  void register(@Observes Router router) {
    router.route("/graphql").order(BEHIND_THE_PROOF).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    if ("websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))
        && context.request().method() == HttpMethod.GET) {
      open(context);
    } else {
      context.next();
    }
  }

  private void open(RoutingContext context) {
    if (!VERSION.equals(context.request().getHeader("Sec-WebSocket-Version"))) {
      context.response().setStatusCode(426).putHeader("Sec-WebSocket-Version", VERSION).end();
      return;
    }
    Optional<SignedIn> opened = services.signIn().ofUpgrade(context);
    String address = CallerAddress.of(context);
    PermitHolder holder = PermitHolder.of(opened, address);
    if (!services.sockets().take(holder)) {
      context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
      return;
    }
    HttpConnection connection = context.request().connection();
    upgraded(context)
        .onSuccess(socket -> opened(socket, context, opened, address, connection))
        .onFailure(refused -> services.sockets().release(holder));
  }

  private static Future<ServerWebSocket> upgraded(RoutingContext context) {
    try {
      return context.request().toWebSocket();
    } catch (RuntimeException refused) {
      context.fail(400, refused);
      return Future.failedFuture(refused);
    }
  }

  private void opened(
      ServerWebSocket socket,
      RoutingContext context,
      Optional<SignedIn> opened,
      String address,
      HttpConnection connection) {
    CoalescedFlushes.on(connection);
    SendBuffer.bound(connection);
    LiveSocket live =
        new LiveSocket(
            socket,
            Vertx.currentContext(),
            opened,
            context.get(RequestIds.KEY),
            address,
            () -> ConnectionCut.cut(connection),
            services);
    live.arriving().on(connection);
    services.sockets().add(live);
    if (PROTOCOL.equals(socket.subProtocol())) {
      live.begin();
    } else {
      live.close(CloseCode.SUBPROTOCOL, "Subprotocol not acceptable (expected: " + PROTOCOL + ")");
    }
  }
}
