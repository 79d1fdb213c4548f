package io.keelson.api.http;

import io.keelson.api.main.KeelsonConfig;
import io.keelson.serving.connection.AcceptingTransport;
import io.keelson.serving.connection.DoorBounds;
import io.quarkus.vertx.core.runtime.QuarkusExecutorFactory;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Bounds the front door's connections as they come, and looks at them from their first byte on: the
 * framework tells of none before its first request is there, see {@link ConnectionBounds}. Found by
 * its name in {@code META-INF/services}, by whatever makes a Vert.x: it is for the framework's own.
 * Where Netty has no epoll, first heads have no deadline and connections no bound.
 */
public final class FrontDoorTransport implements VertxServiceProvider {
  /**
   * Most heads come in one piece: of those that have begun and not come to their end there may be
   * one for so many connections, at a time and of each port. An address takes another one while it
   * has fewer than are free.
   */
  private static final int CONNECTIONS_PER_UNFINISHED_HEAD = 64;

  private static final int MIN_UNFINISHED_HEADS = 8;

  @Override
  public void init(VertxBuilder builder) {
    if (builder.executorServiceFactory() instanceof QuarkusExecutorFactory
        && builder.findTransport() instanceof EpollTransport) {
      builder.findTransport(AcceptingTransport.fromTheFirstByteOn(bounds()));
    }
  }

  private static DoorBounds bounds() {
    KeelsonConfig.Http http =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(KeelsonConfig.class)
            .http();
    return new DoorBounds(
        ConnectionBounds.HEAD_LIMIT,
        http.maxConnections(),
        Math.max(MIN_UNFINISHED_HEADS, http.maxConnections() / CONNECTIONS_PER_UNFINISHED_HEAD),
        TrustedProxies.of(http.trustedProxies().orElse(Set.of())));
  }
}
