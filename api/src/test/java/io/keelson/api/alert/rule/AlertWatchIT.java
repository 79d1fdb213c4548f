package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.alert.channel.AlertingGround;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.Project;
import io.keelson.api.catalog.project.Projects;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one tenant has set up holds up the alerts of no other one. */
@Timeout(120)
class AlertWatchIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private CatalogFixture fixture;
  private AlertingGround ground;
  private Project busy;
  private Project other;
  private Caller otherCaller;

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    ground = new AlertingGround(fixture);
    busy = fixture.project("busy");
    otherCaller = CatalogFixture.caller(fixture.stranger);
    other = fixture.projects.create(otherCaller, new Projects.NewProject("other", "Other", null));
    failed(fixture.tenantId, busy.id());
    failed(fixture.stranger.tenantId(), other.id());
  }

  @AfterEach
  void close() {
    ground.close();
    fixture.close();
  }

  private AlertRule rule(Caller caller, Project project, String name, UUID... channels) {
    return ground.rules.create(
        caller,
        new AlertRules.NewRule(
            project.id(),
            name,
            new AlertRule.Condition(
                AlertRuleKind.JOB_FAILURE, null, 0, Duration.ofDays(1), Duration.ZERO),
            AlertSeverity.CRITICAL,
            AlertRoute.to(List.of(channels))));
  }

  /** Rules of the busy tenant, due before any other one. */
  private void copies(AlertRule rule, int count, String name) {
    owner(
        """
        INSERT INTO catalog.alert_rule
        SELECT (r).*
        FROM (
          SELECT jsonb_populate_record(r, jsonb_build_object(
            'id', gen_random_uuid(), 'name', '%s' || n, 'next_check_at', r.next_check_at - interval '1 hour')) AS r
          FROM catalog.alert_rule r, generate_series(1, %d) AS n
          WHERE r.id = '%s') AS made
        """
            .formatted(name, count, rule.id()));
  }

  private void failed(UUID tenantId, UUID projectId) {
    owner(
        """
        INSERT INTO compute.job
          (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
           memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
        VALUES ('%s', '%s', '%s', 'job', 'TASK', 'FAILED', '{}', '{}', '{}', '[]', 1, 1, 1, 'me', 'PERSON', '%s', '%s')
        """
            .formatted(tenantId, Ids.next(), projectId, fixture.now(), fixture.now()));
  }

  private void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long firing(AlertRule rule) {
    return fixture.count(
        "SELECT count(*) FROM catalog.alert WHERE status = 'FIRING' AND rule_id = '%s'"
            .formatted(rule.id()));
  }

  private boolean firesSoon(AlertRule rule) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (firing(rule) == 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    return firing(rule) == 1;
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    UUID channel = ground.channel(busy.id(), "ops");
    AlertRule rule = rule(fixture.caller, busy, "x".repeat(191) + "\uD83D\uDE00" + "yz", channel);
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.look();

    assertThat(firing(rule)).isEqualTo(1);
    assertThat(ground.titles(channel)).containsExactly("FIRING: " + "x".repeat(191));
  }

  @Test
  void rulesThatCannotBeLookedAtHoldUpNobody() throws InterruptedException {
    UUID channel = ground.channel(busy.id(), "ops");
    // No message may have such a title: each look ends with a failure.
    copies(rule(fixture.caller, busy, "poison", channel), 250, "poison\u0007");
    AlertRule innocent = rule(otherCaller, other, "innocent");
    fixture.clock.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      ground.look();
    }

    assertThat(firesSoon(innocent)).isTrue();
    assertThat(
            fixture.count(
                "SELECT count(*) FROM catalog.alert_rule WHERE next_check_at <= '%s'"
                    .formatted(fixture.now())))
        .as("each is due again with the next minute")
        .isZero();
  }

  @Test
  void aThousandRulesOfOneTenantAreNotAheadOfAnothersOne() throws InterruptedException {
    copies(rule(fixture.caller, busy, "many"), 999, "many");
    AlertRule one = rule(otherCaller, other, "one");
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.watch.lookAtDue();

    assertThat(firesSoon(one)).isTrue();
  }

  @Test
  void aTenantWithoutConnectionsHoldsUpItself() throws InterruptedException {
    copies(rule(fixture.caller, busy, "waits"), 20, "waits");
    AlertRule one = rule(otherCaller, other, "one");
    fixture.clock.advance(Duration.ofMinutes(1));
    Vertx vertx = Vertx.vertx();
    Pool pool = pool(vertx);
    TenantDatabase shared =
        TenantDatabase.within(
            DatabaseLimits.shared(8, 50, Duration.ofSeconds(3), Duration.ofSeconds(30)), pool);
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(4);
    List<Thread> holders = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        holders.add(Thread.ofVirtual().start(() -> holding(shared, held, over)));
      }
      held.await();
      AlertWatch watch = ground.watching(shared);
      Thread.ofVirtual().start(watch::lookAtDue);

      assertThat(firesSoon(one)).isTrue();
      watch.close();
    } finally {
      over.countDown();
      for (Thread holder : holders) {
        holder.join();
      }
      pool.close().toCompletionStage().toCompletableFuture().join();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void holding(TenantDatabase shared, CountDownLatch held, CountDownLatch over) {
    shared.transact(
        fixture.tenantId,
        tx -> {
          held.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        });
  }

  private Pool pool(Vertx vertx) {
    var server = fixture.testDatabase();
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(
            new PgConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setDatabase(server.name())
                .setUser(server.appUser())
                .setPassword(server.appPassword())
                .setPipeliningLimit(16))
        .using(vertx)
        .build();
  }

  @Test
  void rulesOfASuspendedTenantRest() {
    AlertRule rule = rule(fixture.caller, busy, "suspended");
    owner(
        "UPDATE tenancy.tenant SET status = 'SUSPENDED' WHERE tenant_id = '%s'"
            .formatted(fixture.tenantId));
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.look();
    assertThat(firing(rule)).isZero();

    owner(
        "UPDATE tenancy.tenant SET status = 'ACTIVE' WHERE tenant_id = '%s'"
            .formatted(fixture.tenantId));
    ground.look();
    assertThat(firing(rule)).isEqualTo(1);
  }

  @Test
  void whatWasToldToFireIsToldToBeOverWhileItIsSilenced() {
    UUID channel = ground.channel(busy.id(), "ops");
    AlertRule rule = rule(fixture.caller, busy, "told", channel);
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.look();
    ground.rules.silence(
        fixture.caller,
        new AlertRules.Silence(rule.id(), rule.version(), fixture.now().plusDays(3), "known"));
    fixture.clock.advance(Duration.ofDays(2));
    ground.look();

    assertThat(ground.titles(channel)).containsExactlyInAnyOrder("FIRING: told", "RESOLVED: told");
  }
}
