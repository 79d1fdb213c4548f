package io.keelson.billing;

import io.keelson.billing.cost.Costs;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A ledger on a database of its own, used as the application's role. */
public final class LedgerFixture implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestDatabase testDatabase;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Pool systemPool;
  public final TenantDatabase database;
  public final SystemDatabase system;
  public final PriceBook prices = new PriceBook();
  public final UsageLedger ledger;
  public final Costs costs;

  public LedgerFixture() {
    this.testDatabase = TestServers.shared().freshDatabase("tenancy", "billing");
    this.pool = pool(testDatabase.appUser(), testDatabase.appPassword());
    this.systemPool = pool(testDatabase.systemUser(), testDatabase.systemPassword());
    this.database = new TenantDatabase(pool, null);
    this.system = new SystemDatabase(systemPool);
    this.ledger = new UsageLedger(database, prices, InstantSource.fixed(NOW));
    this.costs = new Costs(database);
  }

  private Pool pool(String user, String password) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(testDatabase.host())
            .setPort(testDatabase.port())
            .setDatabase(testDatabase.name())
            .setUser(user)
            .setPassword(password)
            .setPipeliningLimit(16)
            .setCachePreparedStatements(true);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  public boolean record(UUID tenantId, UsageEvent event) {
    return database.transact(tenantId, tx -> ledger.record(tx, event));
  }

  /**
   * @throws IllegalStateException naming every hole in the walls between tenants
   */
  public void checkIsolation() {
    IsolationCheck.run(
        testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
  }

  /** As the role that owns the tables and walks past row-level security. */
  public void asOwner(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public static OffsetDateTime at(String instant) {
    return OffsetDateTime.ofInstant(Instant.parse(instant), ZoneOffset.UTC);
  }

  @Override
  public void close() {
    pool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    testDatabase.close();
  }
}
