package io.keelson.tenancy.database;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** A database of one test's own and the application's pool in front of it. */
final class ScratchPools implements AutoCloseable {
  final TestDatabase database = TestServers.shared().freshDatabase("tenancy");
  final Pool app;
  private final Vertx vertx = Vertx.vertx();

  /**
   * @param connections of the pool
   */
  ScratchPools(int connections) {
    this(connections, OptionalInt.empty(), (options, pool) -> {});
  }

  /**
   * @param relay the port of what stands in front of the server
   * @param bounds change the options
   */
  ScratchPools(
      int connections, OptionalInt relay, BiConsumer<PgConnectOptions, PoolOptions> bounds) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(database.host())
            .setPort(relay.orElse(database.port()))
            .setDatabase(database.name())
            .setUser(database.appUser())
            .setPassword(database.appPassword())
            .setPipeliningLimit(16)
            .setCachePreparedStatements(true);
    PoolOptions size = new PoolOptions().setMaxSize(connections);
    bounds.accept(options, size);
    app =
        PgBuilder.pool()
            .with(size)
            .connectingTo(options)
            .using(vertx)
            .withConnectHandler(
                connection -> {
                  Sockets.sendTogether(connection);
                  connection.close(); // to the pool
                })
            .build();
  }

  /** For work that runs on this event loop. */
  Context contextOn(EventLoop loop) {
    return ((VertxInternal) vertx)
        .createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
  }

  @Override
  public void close() {
    app.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }
}
