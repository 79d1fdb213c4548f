package io.keelson.tenancy.object;

import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.testing.HeldTransaction;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestQuotas;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Objects and uploads on a database and a folder of their own, with parts of 100,000 bytes and a
 * clock that stands.
 */
public final class ObjectsFixture implements AutoCloseable {
  public static final int PART_BYTES = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase testDatabase = TestServers.shared().freshDatabase("tenancy");
  private final Pool appPool = pool(testDatabase.appUser(), testDatabase.appPassword());
  private final Pool systemPool = pool(testDatabase.systemUser(), testDatabase.systemPassword());
  private final Path folder;
  public final SettableClock clock = new SettableClock();
  public final TenantDatabase database = new TenantDatabase(appPool, null);
  public final SystemDatabase system = new SystemDatabase(systemPool);
  public final ObjectsConfig config;
  public final ObjectStore store;
  public final RecordingListener listener = new RecordingListener();

  public ObjectsFixture(Path folder) {
    this(
        folder,
        ObjectsConfig.defaults(folder, URI.create("http://127.0.0.1:1"))
            .withLimits(1L << 32, PART_BYTES, Duration.ofSeconds(5)));
  }

  public ObjectsFixture(Path folder, ObjectsConfig config) {
    this.folder = folder;
    this.config = config;
    try {
      this.store = new FileObjectStore(config.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** The same database within limits of its own. */
  public TenantDatabase within(DatabaseLimits limits) {
    return TenantDatabase.within(limits, appPool);
  }

  /** A new one each time, as after a restart. */
  public TenantObjects objects() {
    return new TenantObjects(database, store, keys(), config, clock);
  }

  /** A new one each time, as after a restart. */
  public Uploads uploads() {
    return uploads(TestQuotas.none());
  }

  public Uploads uploads(Quotas quotas) {
    return new Uploads(database, store, keys(), List.of(listener), config, quotas, clock);
  }

  public TenantKeys keys() {
    return new TenantKeys(database, config, clock);
  }

  public UploadExpiry expiry() {
    return new UploadExpiry(system, database, store, clock);
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The files of the store, without drafts. */
  public List<Path> storedFiles() {
    return files(config.folder().resolve("objects"));
  }

  public List<Path> drafts() {
    return files(config.folder().resolve("drafts"));
  }

  private static List<Path> files(Path top) {
    try (Stream<Path> all = Files.walk(top)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Path> storedFiles(UUID tenantId) {
    return storedFiles().stream()
        .filter(file -> file.toString().contains(tenantId.toString()))
        .toList();
  }

  /** One number, as the role that walks past row-level security. */
  public long count(String sql) {
    try (var connection =
            DriverManager.getConnection(
                testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A transaction that has made this change, and keeps it until it is closed. */
  public HeldTransaction holding(String change) throws SQLException {
    return HeldTransaction.of(testDatabase, change);
  }

  /** For a process of its own that works on the same database. */
  TestDatabase testDatabase() {
    return testDatabase;
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    store.close();
    appPool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    testDatabase.close();
  }
}
