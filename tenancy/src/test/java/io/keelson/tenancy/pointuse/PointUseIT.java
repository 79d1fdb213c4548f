package io.keelson.tenancy.pointuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.pointuse.PointReport.Moment;
import io.keelson.tenancy.pointuse.PointReport.OfCaller;
import io.keelson.tenancy.pointuse.PointReport.OfOperation;
import io.keelson.tenancy.pointuse.PointReport.Spent;
import io.keelson.tenancy.pointuse.PointUse.OfKeys;
import io.keelson.tenancy.retention.RetentionSweep;
import io.keelson.tenancy.retention.TenancyRetention;
import io.keelson.tenancy.testing.HeldTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

class PointUseIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private ObjectsFixture ground;
  private PointUse points;
  private UUID tenant;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    points = new PointUse(ground.database, ground.clock);
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

  private OffsetDateTime minute() {
    return now().truncatedTo(ChronoUnit.MINUTES);
  }

  @Test
  void pointsAreShownByCallerAndOperationAndOverTime() {
    Principal key = caller(Principal.Kind.API_KEY, "key:ci");
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    points.countServed(key, "Runs", 100, true);
    points.countSpent(key, "Runs", 20, false);
    OffsetDateTime first = now();
    points.flush();
    ground.clock.advance(HOUR.multipliedBy(2));
    points.countServed(person, null, 7, true);
    points.countRefusal(tenant);
    points.flush();

    PointReport report = points.of(tenant, PointPeriod.DAY);

    assertThat(report.spent()).isEqualTo(new Spent(127, 2));
    assertThat(report.operations())
        .containsExactly(
            new OfOperation("Runs", new Spent(120, 1)), new OfOperation(null, new Spent(7, 1)));
    assertThat(report.callers())
        .containsExactly(
            new OfCaller(key.actor(), new Spent(120, 1), first),
            new OfCaller(person.actor(), new Spent(7, 1), now()));
    assertThat(report.lastHour()).containsExactly(new Moment(minute(), 7, 1));
    assertThat(report.lastDay()).hasSize(2);
    assertThat(report.lastDay().getFirst().points()).isEqualTo(120);
  }

  @Test
  void thePresentHourIsThatOfTheClock() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    points.countServed(person, "Earlier", 5, true);
    ground.clock.advance(HOUR);
    points.countServed(person, "Runs", 7, true);
    points.flush();

    PointReport report = points.of(tenant, PointPeriod.HOUR);

    assertThat(report.spent()).isEqualTo(new Spent(7, 1));
    assertThat(report.operations()).containsExactly(new OfOperation("Runs", new Spent(7, 1)));
    assertThat(report.callers()).hasSize(1);
  }

  @Test
  void theDayIsInTheWeekAndAWeekAgoIsNot() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    points.countServed(person, "Runs", 5, true);
    points.flush();
    ground.clock.advance(DAY);
    assertThat(points.of(tenant, PointPeriod.DAY).spent().points()).isZero();
    assertThat(points.of(tenant, PointPeriod.WEEK).spent().points()).isEqualTo(5);
    ground.clock.advance(DAY.multipliedBy(6));
    PointReport empty = points.of(tenant, PointPeriod.WEEK);
    assertThat(empty)
        .isEqualTo(new PointReport(Spent.NOTHING, List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void tenMinutesOfADayShowTheOneThatTookMost() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    ground.clock.advance(untilTenMinutesBegin());
    OffsetDateTime begin = now();
    for (long taken : new long[] {3, 9, 4}) {
      points.countServed(person, "Runs", taken, true);
      points.countRefusal(tenant);
      ground.clock.advance(Duration.ofMinutes(1));
    }
    points.flush();
    assertThat(points.of(tenant, PointPeriod.DAY).lastDay())
        .containsExactly(new Moment(begin, 9, 3));
  }

  private Duration untilTenMinutesBegin() {
    long tenMs = Duration.ofMinutes(10).toMillis();
    return Duration.ofMillis(tenMs - ground.clock.millis() % tenMs);
  }

  @Test
  void twoProcessesSumUpAndOneThatDiesLosesWhatItHasNotWritten() throws Exception {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    PointUse other = new PointUse(ground.database, ground.clock);
    PointUse dying = new PointUse(ground.database, ground.clock);
    dying.countServed(person, "Runs", 1, true);
    dying.flush();
    dying.countServed(person, "Runs", 1_000, true); // and nobody hears of it
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PointUse process : List.of(points, other)) {
        threads.submit(
            () -> {
              for (int i = 0; i < 500; i++) {
                process.countServed(person, "Runs" + i % 7, 3, true);
                if (i % 50 == 0) {
                  process.flush();
                }
              }
              process.close();
            });
      }
    }
    PointReport report = points.of(tenant, PointPeriod.DAY);
    assertThat(report.spent()).isEqualTo(new Spent(3_001, 1_001));
    assertThat(report.operations().stream().mapToLong(one -> one.spent().points()).sum())
        .isEqualTo(3_001);
    assertThat(report.callers().getFirst().spent()).isEqualTo(new Spent(3_001, 1_001));
    assertThat(report.lastHour().stream().mapToLong(Moment::points).sum()).isEqualTo(3_001);
  }

  /** Names are what callers send. */
  @Test
  void anHourHasABoundedNumberOfRowsAndNoPointIsMissing() {
    for (int i = 0; i < 10_000; i++) {
      points.countServed(caller(Principal.Kind.JOB, "job " + i), "Operation" + i, 2, true);
      if (i % 40 == 0) {
        points.flush();
      }
    }
    points.flush();

    assertThat(ground.count("SELECT count(*) FROM tenancy.operation_points"))
        .isLessThanOrEqualTo(2 * (PointUse.MAX_OPERATIONS_OF_HOUR + 1));
    assertThat(ground.count("SELECT count(*) FROM tenancy.caller_points"))
        .isLessThanOrEqualTo(2 * (PointUse.MAX_CALLERS_OF_HOUR + 1));
    PointReport report = points.of(tenant, PointPeriod.DAY);
    assertThat(report.spent()).isEqualTo(new Spent(20_000, 10_000));
    assertThat(report.operations())
        .hasSize(PointUse.MAX_SHOWN)
        .noneMatch(one -> PointCounts.OTHERS.equals(one.name()));
    assertThat(report.callers()).hasSize(PointUse.MAX_SHOWN);
    assertThat(ground.count("SELECT sum(points) FROM tenancy.caller_points")).isEqualTo(20_000);
  }

  /** What comes again in each pass takes no place of those that come later. */
  @Test
  void asManyAsTheBoundAreToldApartOverAnHoursPasses() {
    List<Principal> callers = new ArrayList<>();
    for (int i = 0; i < PointUse.MAX_CALLERS_OF_HOUR; i++) {
      callers.add(caller(Principal.Kind.JOB, "job " + i));
    }
    for (int pass = 40; pass <= PointUse.MAX_OPERATIONS_OF_HOUR; pass++) {
      for (int i = 0; i < pass; i++) {
        points.countServed(callers.get(i), "Operation" + i, 1, true);
        points.countServed(callers.get(2 * i), "Operation" + i, 1, true);
        points.countServed(callers.get(2 * i + 1), "Operation" + i, 1, true);
      }
      points.flush();
    }
    assertThat(ground.count("SELECT count(*) FROM tenancy.operation_points"))
        .isEqualTo(PointUse.MAX_OPERATIONS_OF_HOUR);
    assertThat(ground.count("SELECT count(*) FROM tenancy.caller_points"))
        .isEqualTo(PointUse.MAX_CALLERS_OF_HOUR);
    points.countServed(callers.getFirst(), "OneMore", 1, true);
    points.flush();
    assertThat(ground.count("SELECT points FROM tenancy.operation_points WHERE operation = '*'"))
        .isEqualTo(1);
  }

  @Test
  void whoeverTakesMostIsNamedBeforeOthersOfThePass() {
    for (int i = 0; i < PointUse.MAX_OPERATIONS_OF_HOUR - 1; i++) {
      points.countServed(caller(Principal.Kind.PERSON, "engineer"), "Operation" + i, 1, true);
    }
    points.flush();
    for (int i = 0; i < 20; i++) {
      points.countServed(caller(Principal.Kind.PERSON, "engineer"), "Late" + i, 1 + i, true);
    }
    points.flush();
    assertThat(points.of(tenant, PointPeriod.DAY).operations().getFirst())
        .isEqualTo(new OfOperation("Late19", new Spent(20, 1)));
  }

  @Test
  void keysHaveTheirPointsAndAnotherTenantSeesNone() {
    Principal key = caller(Principal.Kind.API_KEY, "key:ci");
    points.countServed(key, "Runs", 6, true);
    points.countServed(caller(Principal.Kind.PERSON, "engineer"), "Runs", 5, true);
    points.flush();
    assertThat(points.ofKeys(tenant, List.of(key.keyId(), Ids.next())))
        .isEqualTo(new OfKeys(Map.of(key.keyId(), new Spent(6, 1)), new Spent(11, 2)));
    UUID other = Ids.next();
    assertThat(points.ofKeys(other, List.of(key.keyId())).byId()).isEmpty();
    assertThat(points.of(other, PointPeriod.WEEK).spent()).isEqualTo(Spent.NOTHING);
  }

  @Test
  void minutesGoAfterADayAndHoursAfterEight() {
    points.countServed(caller(Principal.Kind.PERSON, "engineer"), "Runs", 5, true);
    points.flush();
    ground.clock.advance(DAY.multipliedBy(2));
    sweep();
    assertThat(ground.count("SELECT count(*) FROM tenancy.minute_points")).isZero();
    assertThat(ground.count("SELECT count(*) FROM tenancy.caller_points")).isEqualTo(1);
    ground.clock.advance(DAY.multipliedBy(7));
    sweep();
    assertThat(ground.count("SELECT count(*) FROM tenancy.caller_points")).isZero();
    assertThat(ground.count("SELECT count(*) FROM tenancy.operation_points")).isZero();
  }

  private void sweep() {
    new RetentionSweep(
            ground.system, ground.database, List.of(new TenancyRetention()), ground.clock)
        .round();
  }

  /** Or whoever reads after a pass of theirs would not find what the pass before has taken. */
  @Test
  void aPassWaitsForTheOneThatHasTakenWhatIsCounted() throws Exception {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    points.countServed(person, "Runs", 1, true);
    points.flush();
    points.countServed(person, "Runs", 1, true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HeldTransaction held = ground.holding("UPDATE tenancy.caller_points SET points = points")) {
      threads.submit(points::flush);
      held.awaitWaiter();

      Future<Long> read =
          threads.submit(
              () -> {
                points.flush();
                return points.of(tenant, PointPeriod.DAY).spent().points();
              });

      assertThatThrownBy(() -> read.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      points.countServed(person, "Runs", 1, true); // whoever counts does not wait
      held.close();
      assertThat(read.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() {
    Principal person = caller(Principal.Kind.PERSON, "engineer");
    points.countServed(person, "Runs", 1, true);
    points.flush();
    setOperation(Long.MAX_VALUE);
    points.countServed(person, "Runs", 1, true);
    points.flush();
    setOperation(1);
    points.close();
    assertThat(points.of(tenant, PointPeriod.DAY).spent().points()).isEqualTo(2);
    assertThat(ground.count("SELECT sum(points) FROM tenancy.caller_points")).isEqualTo(2);
  }

  /** A sum beyond all numbers cannot be written. */
  private void setOperation(long points) {
    ground.count(
        "WITH changed AS (UPDATE tenancy.operation_points SET points = %d RETURNING 1) SELECT count(*) FROM changed"
            .formatted(points));
  }
}
