package io.keelson.tenancy.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.refusal.LimitRefusals.Refused;
import io.keelson.tenancy.retention.RetentionSweep;
import io.keelson.tenancy.retention.TenancyRetention;
import io.keelson.tenancy.testing.HeldTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalsIT {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private ObjectsFixture ground;
  private Refusals refusals;
  private UUID tenant;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    refusals = new Refusals(ground.database, ground.clock);
    tenant = Ids.next();
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, 'house', 'H', now())",
                tenant));
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private Principal caller(Principal.Kind kind, String label) {
    Actor actor = new Actor(kind, Ids.next(), label);
    return new Principal(actor, null, tenant, "house", Set.of(), Map.of(), null);
  }

  private OffsetDateTime now() {
    return ground.clock.instant().atOffset(ZoneOffset.UTC);
  }

  @Test
  void whatIsRefusedIsShownByLimitAndCallerOverTheDays() {
    Principal key = caller(Principal.Kind.API_KEY, "key:ci");
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    OffsetDateTime first = now();
    refusals.count(key, LimitName.API_KEY_RATE, 10);
    refusals.count(person, new QuotaExceeded("STORED_BYTES", 10, 10, 1));
    refusals.flush();
    ground.clock.advance(DAY);
    refusals.count(key, LimitName.API_KEY_RATE, 10);
    refusals.count(key, LimitName.API_KEY_RATE, 10);
    refusals.flush();
    refusals.count(person, LimitName.API_KEY_RATE, 10);
    refusals.flush();

    assertThat(refusals.ofWeek(tenant))
        .containsExactly(
            new LimitRefusals(
                LimitName.API_KEY_RATE,
                4,
                now(),
                10L,
                List.of(0L, 0L, 0L, 0L, 0L, 1L, 3L),
                List.of(
                    new Refused(key.actor(), 3, now(), null),
                    new Refused(person.actor(), 1, now(), null))),
            new LimitRefusals(
                LimitName.STORED_BYTES,
                1,
                first,
                10L,
                List.of(0L, 0L, 0L, 0L, 0L, 1L, 0L),
                List.of(new Refused(person.actor(), 1, first, null))));
  }

  @Test
  void whoeverDoesLaterWhatWasRefusedWasServed() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    refusals.count(person, new QuotaExceeded("PROJECTS", 10, 10, 1), "createProject");
    refusals.flush();
    ground.clock.advance(Duration.ofMinutes(5));
    audited(caller(Principal.Kind.PERSON, "another"), "createProject", "DONE");
    audited(person, "renameProject", "DONE");
    audited(person, "createProject", "DENIED");
    assertThat(onlyRefused().servedAt()).isNull();
    ground.clock.advance(Duration.ofMinutes(5));
    audited(person, "createProject", "DONE");
    OffsetDateTime served = now();
    assertThat(onlyRefused().servedAt()).isEqualTo(served);

    ground.clock.advance(Duration.ofMinutes(5));
    refusals.count(person, new QuotaExceeded("PROJECTS", 11, 11, 1), "createProject");
    refusals.flush();
    assertThat(onlyRefused().servedAt()).as("since the last refusal").isNull();
    assertThat(refusals.ofWeek(tenant).getFirst().mostAtLast()).isEqualTo(11);
  }

  @Test
  void whoeverTakesPointsLaterWasServedAndWhoeverWasReadAndRefusedWasNot() {
    Principal key = caller(Principal.Kind.API_KEY, "key:ci");
    PointUse points = new PointUse(ground.database, ground.clock);
    points.countServed(key, "Runs", 5, true);
    points.flush();
    ground.clock.advance(Duration.ofMinutes(1));
    refusals.count(key, LimitName.API_KEY_RATE, 500);
    refusals.flush();
    ground.clock.advance(Duration.ofSeconds(1));
    points.countSpent(key, "Runs", 1, true);
    points.flush();
    assertThat(onlyRefused().servedAt()).isNull();
    ground.clock.advance(Duration.ofMinutes(1));
    points.countServed(key, "Runs", 5, true);
    points.flush();
    assertThat(onlyRefused().servedAt()).isEqualTo(now());
  }

  /** Hours keep their last serving: the first after a refusal is not known. */
  @Test
  void whoeverTakesPointsOftenWasServedAtTheLastOfThem() {
    Principal key = caller(Principal.Kind.API_KEY, "key:ci");
    PointUse points = new PointUse(ground.database, ground.clock);
    refusals.count(key, LimitName.API_KEY_RATE, 500);
    refusals.flush();
    for (int i = 0; i < 4; i++) {
      ground.clock.advance(Duration.ofMinutes(40));
      points.countServed(key, "Runs", 5, true);
      points.flush();
      assertThat(onlyRefused().servedAt()).isEqualTo(now());
    }
  }

  private Refused onlyRefused() {
    return refusals.ofWeek(tenant).getFirst().actors().getFirst();
  }

  private void audited(Principal who, String action, String outcome) {
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO tenancy.audit_entry
                  (tenant_id, id, at, actor, actor_kind, actor_id, action, outcome)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                tenant,
                Ids.next(),
                now(),
                who.label(),
                who.kind().name(),
                who.id(),
                action,
                outcome));
  }

  @Test
  void aBoundOfAFeatureIsNoLimitOfTheTenants() {
    refusals.count(caller(Principal.Kind.PERSON, "engineer"), new QuotaExceeded("teams", 3, 3, 1));
    refusals.flush();
    assertThat(refusals.ofWeek(tenant)).isEmpty();
  }

  @Test
  void anotherTenantSeesNone() {
    refusals.count(caller(Principal.Kind.PERSON, "engineer"), LimitName.PROJECTS, 10);
    refusals.flush();
    assertThat(refusals.ofWeek(tenant)).hasSize(1);
    assertThat(refusals.ofWeek(Ids.next())).isEmpty();
  }

  @Test
  void aWeekIsShownAndTheRowsGoAfterEightDays() {
    refusals.count(caller(Principal.Kind.PERSON, "engineer"), LimitName.PROJECTS, 10);
    refusals.flush();
    ground.clock.advance(DAY.multipliedBy(6));
    assertThat(refusals.ofWeek(tenant)).hasSize(1);
    sweep();
    ground.clock.advance(DAY);
    assertThat(refusals.ofWeek(tenant)).isEmpty();
    sweep();
    assertThat(ground.count("SELECT count(*) FROM tenancy.refusal_day")).isEqualTo(1);
    ground.clock.advance(DAY);
    sweep();
    assertThat(ground.count("SELECT count(*) FROM tenancy.refusal_day")).isZero();
  }

  private void sweep() {
    new RetentionSweep(
            ground.system, ground.database, List.of(new TenancyRetention()), ground.clock)
        .round();
  }

  /** Jobs come and go: each is a caller. */
  @Test
  void aDayHasABoundedNumberOfRowsAndNoRefusalIsMissing() {
    int callers = 700;
    for (int i = 0; i < callers; i++) {
      refusals.count(
          caller(Principal.Kind.JOB, "job " + i), LimitName.METRIC_POINTS_PER_MINUTE, 10);
      if (i % 90 == 0) {
        refusals.flush();
      }
    }
    refusals.flush();

    assertThat(ground.count("SELECT count(*) FROM tenancy.refusal_day")).isLessThanOrEqualTo(601);
    LimitRefusals week = refusals.ofWeek(tenant).getFirst();
    assertThat(week.refused()).isEqualTo(callers);
    assertThat(week.actors()).hasSize(Refusals.MAX_ACTORS).allMatch(one -> one.refused() == 1);
  }

  /** Or whoever reads after a pass of theirs would not find what the pass before has taken. */
  @Test
  void aPassWaitsForTheOneThatHasTakenWhatIsCounted() throws Exception {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    refusals.count(person, LimitName.PROJECTS, 10);
    refusals.flush();
    refusals.count(person, LimitName.PROJECTS, 10);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldTransaction held = ground.holding("UPDATE tenancy.refusal_day SET refused = refused")) {
      threads.submit(refusals::flush);
      held.awaitWaiter();

      Future<Long> read =
          threads.submit(
              () -> {
                refusals.flush();
                return refusals.ofWeek(tenant).getFirst().refused();
              });

      assertThatThrownBy(() -> read.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      refusals.count(person, LimitName.PROJECTS, 10); // whoever counts does not wait
      held.close();
      assertThat(read.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    refusals.count(person, LimitName.PROJECTS, 10);
    refusals.flush();
    changeTo(Long.MAX_VALUE);
    refusals.count(person, LimitName.PROJECTS, 10);
    refusals.flush();
    changeTo(1);
    refusals.count(person, LimitName.PROJECTS, 10);
    refusals.close();
    assertThat(refusals.ofWeek(tenant).getFirst().refused()).isEqualTo(3);
  }

  /** A sum beyond all numbers cannot be written. */
  private void changeTo(long refused) {
    ground.count(
        "WITH changed AS (UPDATE tenancy.refusal_day SET refused = %d RETURNING 1) SELECT count(*) FROM changed"
            .formatted(refused));
  }
}
