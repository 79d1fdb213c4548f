package io.keelson.api.main;

import io.keelson.tenancy.database.Sockets;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Pools as the framework's settings describe them, with bounds that it has no settings for. */
final class DatabasePools {
  private DatabasePools() {}

  /** The application's. */
  @Singleton
  static final class Application implements PgPoolCreator {
    private final Duration statement;

    Application(
        @ConfigProperty(name = "keelson.database.statement-timeout-ms", defaultValue = "30000")
            long statementTimeoutMs) {
      this.statement = Duration.ofMillis(statementTimeoutMs);
    }

    @Override
    public Pool create(Input input) {
      return bounded(input, statement);
    }
  }

  /** The one that looks across tenants. */
  @Singleton
  @ReactiveDataSource("system")
  static final class AcrossTenants implements PgPoolCreator {
    private final Duration statement;

    AcrossTenants(
        @ConfigProperty(
                name = "keelson.database.system-statement-timeout-ms",
                defaultValue = "30000")
            long statementTimeoutMs) {
      this.statement = Duration.ofMillis(statementTimeoutMs);
    }

    @Override
    public Pool create(Input input) {
      return bounded(input, statement);
    }
  }

  private static Pool bounded(PgPoolCreator.Input input, Duration statement) {
    input
        .pgConnectOptionsList()
        .forEach(connections -> Sockets.bound(connections, input.poolOptions(), statement));
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
}
