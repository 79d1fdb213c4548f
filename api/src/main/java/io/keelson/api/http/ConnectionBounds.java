package io.keelson.api.http;

import io.keelson.serving.connection.ArrivalDeadline;
import io.keelson.serving.connection.PipelinedRequests;
import io.keelson.serving.connection.WriteBackpressure;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/**
 * What each connection is held to, whoever is signed in on it or not: a client that asks and asks
 * and does not read, or asks far ahead of its answers, is heard no further, and the head of a
 * request may not trickle. The first head of a connection is looked at by {@link
 * FrontDoorTransport}, which is told here that it has come over HTTP/2. Uploads and downloads are
 * held to it like everything else; how long a body may take is for whoever reads it.
 */
@ApplicationScoped
class ConnectionBounds {
  static final Duration HEAD_LIMIT = Duration.ofSeconds(10);
  private static final Duration UNREAD_LIMIT = Duration.ofSeconds(60);
  private static final int BEFORE_ANYTHING_ANSWERS = Integer.MIN_VALUE;

  /** An answer of GraphQL is written in one piece, however long it is. */
  private static final long NO_BOUND = Long.MAX_VALUE;

  /** More than come in one piece: what is asked ahead is not cut, but read later. */
  private static final int MAX_PIPELINED = 4_096;

  /** The framework's filters come behind the doors of uploads and downloads. */
  void register(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router) {
    router.route().order(BEFORE_ANYTHING_ANSWERS).handler(ConnectionBounds::hold);
  }

  /** The operators' port is a server of its own. */
  void register(@Observes ManagementInterface management) {
    management.router().route().order(BEFORE_ANYTHING_ANSWERS).handler(ConnectionBounds::hold);
  }

  private static void hold(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    WriteBackpressure.on(connection, UNREAD_LIMIT, NO_BOUND);
    ArrivalDeadline.onHeads(connection, HEAD_LIMIT);
    PipelinedRequests.behindTheFirst(connection, MAX_PIPELINED);
    context.next();
  }
}
