package io.keelson.api.http;

import io.keelson.serving.connection.AcceptingTransport;
import io.quarkus.vertx.core.runtime.QuarkusExecutorFactory;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.spi.VertxServiceProvider;

/**
 * Looks at the front door's connections from their first byte on: the framework tells of none
 * before its first request is there, see {@link ConnectionBounds}. Found by its name in {@code
 * META-INF/services}, by whatever makes a Vert.x: it is for the framework's own. Where Netty has no
 * epoll, first heads have no deadline.
 */
public final class FrontDoorTransport implements VertxServiceProvider {
  @Override
  public void init(VertxBuilder builder) {
    if (builder.executorServiceFactory() instanceof QuarkusExecutorFactory
        && builder.findTransport() instanceof EpollTransport) {
      builder.findTransport(AcceptingTransport.fromTheFirstByteOn(ConnectionBounds.HEAD_LIMIT));
    }
  }
}
