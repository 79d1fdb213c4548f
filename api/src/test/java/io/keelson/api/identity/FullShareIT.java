package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.JobKind;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.KeyId;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.signing.SigningKeys;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is looked up for all tenants together waits in the share of none. */
class FullShareIT {
  private static final UUID GREEDY = new UUID(0x7000, 1L << 63 | 1);
  private static final UUID OTHER = new UUID(0x7000, 1L << 63 | 2);
  private static final UUID ID = new UUID(0x7000, 1L << 63 | 3);
  private static final UUID REVOKED = new UUID(0x7000, 1L << 63 | 4);
  private static final LinkRight RIGHT = new LinkRight(Permission.DATASET_READ, ID);
  private static final byte[] ROOT = new byte[32];
  private static final InstantSource CLOCK = InstantSource.system();

  /** Of a look-up; half of what one in the tenant's share would wait at least. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static TestDatabase testDatabase;
  private static Vertx vertx;
  private static Pool appPool;
  private static Pool systemPool;
  private static OffsetDateTime requestedAt;

  private final TenantDatabase database =
      TenantDatabase.within(
          DatabaseLimits.shared(2, 50, Duration.ofSeconds(10), Duration.ofSeconds(30)), appPool);
  private final SystemDatabase system = new SystemDatabase(systemPool);
  private final JobTokens tokens = new JobTokens(system, new SigningKeys(ROOT, CLOCK));
  private final AccessDirectory directory = new AccessDirectory(system, CLOCK);
  private final EndedSessions sessions = new EndedSessions(system, CLOCK);
  private final CountDownLatch released = new CountDownLatch(1);
  private Thread holder;
  private CompletableFuture<RowSet<Row>> inTheShare;

  @BeforeAll
  static void begin() throws Exception {
    testDatabase = TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
    vertx = Vertx.vertx();
    appPool = pool(testDatabase.appUser(), testDatabase.appPassword());
    systemPool = pool(testDatabase.systemUser(), testDatabase.systemPassword());
    requestedAt = OffsetDateTime.now(ZoneOffset.UTC).withNano(0);
    try (Connection owner =
            DriverManager.getConnection(
                testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
          VALUES ('%1$s', 'greedy', 'Greedy', now()), ('%2$s', 'other', 'Other', now());
          INSERT INTO tenancy.api_key (tenant_id, id, name, prefix, secret_hash, permissions, project_ids,
            created_by, created_at, revoked_at)
          VALUES ('%2$s', '%3$s', 'a', 'a', 'a', '{DATASET_READ}', '{}', 'x', now(), NULL),
            ('%2$s', '%4$s', 'b', 'b', 'b', '{DATASET_READ}', '{}', 'x', now(), now());
          INSERT INTO compute.job (tenant_id, id, project_id, name, kind, status, command, environment, parameters,
            inputs, cpu_millis, memory_bytes, max_seconds, submitted_by, submitted_at)
          VALUES ('%1$s', '%3$s', '%3$s', 'j', 'TASK', 'RUNNING', '{}', '{}', '{}', '[]', 1, 1, 1, 'x', now());
          INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
            instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at)
          VALUES ('%1$s', '%3$s', '%3$s', '%3$s', 'TASK', 1, 7, 'ACTIVE', 'local', 'local', 'host', 1, '%3$s',
            1, 1, '%5$s', now(), now())
          """
              .formatted(GREEDY, OTHER, ID, REVOKED, requestedAt));
    }
  }

  @AfterAll
  static void end() {
    appPool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    testDatabase.close();
  }

  private static Pool pool(String user, String password) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(testDatabase.host())
            .setPort(testDatabase.port())
            .setDatabase(testDatabase.name())
            .setUser(user)
            .setPassword(password)
            .setPipeliningLimit(16);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(2))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /** One connection is the tenant's share, and it is held until the test is over. */
  @BeforeEach
  void fillTheShare() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    holder =
        Thread.startVirtualThread(
            () ->
                database.transact(
                    GREEDY,
                    tx -> {
                      held.countDown();
                      try {
                        return released.await(1, TimeUnit.MINUTES);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    inTheShare = database.readAsync(GREEDY, "SELECT 1", Tuple.tuple()).toCompletableFuture();
  }

  @AfterEach
  void release() throws InterruptedException {
    released.countDown();
    holder.join();
    assertThat(inTheShare).succeedsWithin(Duration.ofSeconds(10));
  }

  private static LinkMaker job(long fence) {
    return new LinkMaker(GREEDY, Principal.Kind.JOB, ID, fence, null, RIGHT);
  }

  private static LinkMaker key(UUID id) {
    return new LinkMaker(OTHER, Principal.Kind.API_KEY, id, 0, null, RIGHT);
  }

  private Lease lease(int attempt) {
    return new Lease(
        GREEDY,
        ID,
        ID,
        ID,
        null,
        JobKind.TASK,
        attempt,
        7,
        LeaseStatus.ACTIVE,
        "local",
        "local",
        "host",
        1,
        ID,
        1,
        1,
        1,
        requestedAt,
        requestedAt,
        requestedAt,
        null,
        null,
        null,
        null,
        1);
  }

  @Test
  void makersOfLinksAreLookedUpWhileATenantFillsItsShare() throws Exception {
    KnownLinkMakers makers = new KnownLinkMakers(directory, tokens, sessions);
    FutureTask<Map<LinkMaker, Boolean>> asked =
        new FutureTask<>(() -> makers.counting(List.of(job(7), job(6), key(ID), key(REVOKED))));
    Thread.startVirtualThread(asked);

    assertThat(asked.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS))
        .containsOnly(
            Map.entry(job(7), true),
            Map.entry(job(6), false),
            Map.entry(key(ID), true),
            Map.entry(key(REVOKED), false));
    assertThat(inTheShare).isNotDone();
  }

  @Test
  void credentialsOfSocketsAreLookedUpWhileATenantFillsItsShare() throws Exception {
    Freshness freshness = new Freshness(directory, sessions, new JobCredentials(tokens));
    Credential live = new Credential.Attempt(tokens.issue(lease(1)));
    Credential anotherAttempt = new Credential.Attempt(tokens.issue(lease(2)));
    Credential revoked = new Credential.Key(new KeyId(OTHER, REVOKED));
    FutureTask<Map<Credential, Standing>> asked =
        new FutureTask<>(() -> freshness.of(List.of(live, anotherAttempt, revoked)));
    Thread.startVirtualThread(asked);

    Map<Credential, Standing> found = asked.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);

    assertThat(found.get(live))
        .isInstanceOfSatisfying(
            Standing.Counts.class,
            counts ->
                assertThat(counts.principal().map(Principal::tenantId))
                    .isEqualTo(Optional.of(GREEDY)));
    assertThat(found.get(anotherAttempt)).isEqualTo(new Standing.Ended());
    assertThat(found.get(revoked)).isEqualTo(new Standing.Ended());
    assertThat(inTheShare).isNotDone();
  }
}
