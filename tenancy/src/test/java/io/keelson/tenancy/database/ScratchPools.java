package io.keelson.tenancy.database;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** A database of one test's own and the application's pool in front of it. */
final class ScratchPools implements AutoCloseable {
  final TestDatabase database = TestServers.shared().freshDatabase("tenancy");
  final Pool app;
  private final Vertx vertx = Vertx.vertx();

  /**
   * @param connections of the pool
   */
  ScratchPools(int connections) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(database.host())
            .setPort(database.port())
            .setDatabase(database.name())
            .setUser(database.appUser())
            .setPassword(database.appPassword())
            .setPipeliningLimit(16)
            .setCachePreparedStatements(true);
    app =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(connections))
            .connectingTo(options)
            .using(vertx)
            .build();
  }

  @Override
  public void close() {
    app.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }
}
