package io.keelson.serving.testing;

import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.endpoint.EndpointUse;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.testing.Listener;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestQuotas;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A database of the test's own, a clock that the test moves, and what the gateway stands on. */
public final class ServingGround implements AutoCloseable {
  public static final Actor ENGINEER =
      new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "engineer");
  public static final Actor SECOND_ENGINEER =
      new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "second engineer");

  public final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));
  public final InstantSource clock = time::get;
  public final InProcessSignals signals = new InProcessSignals();

  /** Revisions whose model version may not be brought to an endpoint any more. */
  public final Set<UUID> archived = ConcurrentHashMap.newKeySet();

  public final RevisionGate gate =
      (tx, revision) ->
          archived.contains(revision.id()) ? Optional.of("it is ARCHIVED") : Optional.empty();
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase server;
  private final Pool appPool;
  private final Pool systemPool;
  public final TenantDatabase database;
  public final SystemDatabase system;
  public final Outbox outbox;
  public final UsageLedger ledger;
  public final Jobs jobs;
  public final Endpoints endpoints;
  public final Rollouts rollouts;
  private final Quotas quotas = TestQuotas.of(Map.of(), List.of(new EndpointUse()));

  public ServingGround() {
    server = TestServers.shared().freshDatabase("tenancy", "billing", "compute", "serving");
    appPool = pool(server.appUser(), server.appPassword());
    systemPool = pool(server.systemUser(), server.systemPassword());
    database = new TenantDatabase(appPool, null);
    system = new SystemDatabase(systemPool);
    outbox =
        new Outbox(
            List.of(new Listener("RevisionReady", "RevisionFailed", "JobFinished")),
            signals,
            clock);
    ledger = new UsageLedger(database, new PriceBook(), clock);
    jobs = new Jobs(database, new JobProgress(outbox, signals, clock), quotas, clock);
    endpoints = new Endpoints(database, clock);
    rollouts = new Rollouts(signals, quotas, gate, clock);
  }

  private Pool pool(String user, String password) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(server.host())
            .setPort(server.port())
            .setDatabase(server.name())
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

  /** As the application's own, for who makes something of it. */
  public Pool appPool() {
    return appPool;
  }

  public RolloutChanges rolloutChanges() {
    return new RolloutChanges(rollouts, gate, outbox, signals, clock);
  }

  /** A new tenant. */
  public UUID tenant(String slug) {
    UUID id = Ids.next();
    execute(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES (?, ?, ?, now())",
        id,
        slug,
        slug);
    return id;
  }

  public void passSeconds(double seconds) {
    time.updateAndGet(now -> now.plusMillis((long) (seconds * 1_000)));
  }

  public OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  public static DeploySpec spec(UUID project, String endpoint, int replicas) {
    return spec(project, endpoint, replicas, null);
  }

  /**
   * @param weight percent of the traffic; null for all of it
   */
  public static DeploySpec spec(UUID project, String endpoint, int replicas, Integer weight) {
    return new DeploySpec(
        project,
        endpoint,
        Ids.next(),
        "wine v1",
        List.of(new JobInput("model.onnx", "sha256:" + "a".repeat(64), 1_000)),
        new JsonObject().put("inputs", 1),
        Backend.DJL,
        replicas,
        replicas,
        weight,
        null,
        ENGINEER,
        null);
  }

  /** As somebody who has looked at the endpoint just before, if it is there. */
  public Rollouts.Deployed deploy(UUID tenant, DeploySpec spec) {
    return database.transact(
        tenant, tx -> rollouts.deploy(tx, Ids.next(), spec, version(tx, spec.endpointName())));
  }

  public Rollouts.Deployed deploy(UUID tenant, DeploySpec spec, Integer expectedVersion) {
    return database.transact(tenant, tx -> rollouts.deploy(tx, Ids.next(), spec, expectedVersion));
  }

  private static Integer version(Transaction tx, String endpointName) {
    return tx.one(
            "SELECT version FROM serving.endpoint WHERE tenant_id = $1 AND name = $2",
            tx.tenantId(),
            endpointName)
        .map(row -> row.getInteger("version"))
        .orElse(null);
  }

  public int version(UUID tenant, UUID endpoint) {
    return endpoints.get(tenant, endpoint).version();
  }

  public void stop(UUID tenant, UUID endpoint, int expectedVersion) {
    database.transact(
        tenant,
        tx -> {
          rollouts.stop(tx, endpoint, expectedVersion);
          return null;
        });
  }

  /** As of the version that the endpoint has now. */
  public void setTraffic(UUID tenant, UUID endpoint, RevisionWeight... weights) {
    int version = version(tenant, endpoint);
    database.transact(
        tenant,
        tx -> {
          rollouts.setTraffic(tx, endpoint, version, List.of(weights));
          return null;
        });
  }

  /** As of the version that the endpoint has now; the revision that will serve. */
  public UUID rollBack(UUID tenant, UUID endpoint) {
    int version = version(tenant, endpoint);
    return database.transact(
        tenant,
        tx ->
            rollouts.rollBack(
                tx,
                rollouts.servedBefore(tx, endpoint, version),
                Ids.next(),
                SECOND_ENGINEER,
                null));
  }

  /** A statement as the owner, whom row-level security does not bind. */
  public int execute(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same rows, and the share of each tenant in the connections is this. */
  public TenantDatabase databaseWithin(int connections, int ofTenant, Duration waitLimit) {
    return TenantDatabase.within(
        new DatabaseLimits(connections, ofTenant, 0, waitLimit, Duration.ofSeconds(30)), appPool);
  }

  /** Holds locks as the owner until what is returned is closed. */
  public AutoCloseable holding(String sql) {
    try {
      Connection connection = connect();
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.execute();
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of all rows, as the owner. */
  public List<Object> query(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<Object> out = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          out.add(rows.getObject(1));
        }
      }
      return out;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl(), server.ownerUser(), server.ownerPassword());
  }

  @Override
  public void close() {
    appPool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.close();
  }
}
