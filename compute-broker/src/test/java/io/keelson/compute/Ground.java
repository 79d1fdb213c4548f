package io.keelson.compute;

import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.JobUses;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.object.FileObjectStore;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.StoredBytesUse;
import io.keelson.tenancy.object.TenantKeys;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.signing.SigningKeys;
import io.keelson.tenancy.testing.Listener;
import io.keelson.tenancy.testing.TestQuotas;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What brokers of a test stand on, in this process or in another one. */
final class Ground implements AutoCloseable {
  /** How another process finds the same database and folder. */
  record Address(
      String host,
      int port,
      String database,
      String appUser,
      String appPassword,
      String systemUser,
      String systemPassword,
      Path folder) {}

  private static final byte[] TOKEN_KEY =
      "a key for tests, 32 bytes or more".getBytes(StandardCharsets.UTF_8);
  private final Address address;
  private final Vertx vertx = Vertx.vertx();
  private final Pool appPool;
  private final Pool systemPool;
  final UnreliableStore store;
  final LiveSignals signals = new InProcessSignals();
  final InstantSource clock;
  final TenantDatabase database;
  final SystemDatabase system;
  final TenantObjects objects;
  final Outbox outbox;
  final UsageLedger ledger;
  final JobTokens tokens;
  final Quotas quotas =
      TestQuotas.of(
          Map.of(),
          Stream.concat(new JobUses().all().stream(), Stream.of(new StoredBytesUse())).toList());

  Ground(Address address) {
    this(address, InstantSource.system());
  }

  Ground(Address address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
    this.appPool = pool(address.appUser(), address.appPassword());
    this.systemPool = pool(address.systemUser(), address.systemPassword());
    this.database = new TenantDatabase(appPool, null);
    this.system = new SystemDatabase(systemPool);
    ObjectsConfig config =
        ObjectsConfig.defaults(address.folder(), URI.create("http://127.0.0.1:1"));
    try {
      this.store = new UnreliableStore(new FileObjectStore(config.folder()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.objects =
        new TenantObjects(database, store, new TenantKeys(database, config, clock), config, clock);
    this.outbox =
        new Outbox(
            List.of(new Listener("JobStarted", "JobFinished", "LeaseReleased")), signals, clock);
    this.ledger = new UsageLedger(database, new PriceBook(), clock);
    this.tokens = new JobTokens(system, new SigningKeys(TOKEN_KEY, InstantSource.system()));
  }

  Broker broker(BrokerConfig config) {
    return new Broker(
        new Broker.Ground(
            database, system, objects, outbox, signals, ledger, tokens, quotas, clock),
        config);
  }

  private Pool pool(String user, String password) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setDatabase(address.database())
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

  @Override
  public void close() {
    store.close();
    appPool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
