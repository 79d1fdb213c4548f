package io.keelson.api.main;

import io.keelson.tenancy.database.Sockets;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Pools as the framework's settings describe them, with bounds that it has no settings for. */
final class DatabasePools {
  private DatabasePools() {}

  /** The application's. */
  @Singleton
  static final class Application implements PgPoolCreator {
    @Override
    public Pool create(Input input) {
      return bounded(input);
    }
  }

  /** The one that looks across tenants. */
  @Singleton
  @ReactiveDataSource("system")
  static final class AcrossTenants implements PgPoolCreator {
    @Override
    public Pool create(Input input) {
      return bounded(input);
    }
  }

  private static Pool bounded(PgPoolCreator.Input input) {
    input
        .pgConnectOptionsList()
        .forEach(
            connections ->
                Sockets.bound(connections, input.poolOptions(), statementTimeout(connections)));
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(input.vertx())
        .withConnectHandler(
            connection -> {
              Sockets.sendTogether(connection);
              connection.close(); // to the pool
            })
        .build();
  }

  private static Duration statementTimeout(PgConnectOptions connections) {
    return Duration.ofMillis(Long.parseLong(connections.getProperties().get("statement_timeout")));
  }
}
