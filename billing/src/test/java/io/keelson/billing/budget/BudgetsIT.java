package io.keelson.billing.budget;

import static io.keelson.billing.LedgerFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.billing.LedgerFixture;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.testing.Listener;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetsIT {
  private static final Actor FINANCE =
      new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "finance");
  private static final Actor OWNERS_KEY =
      new Actor(Principal.Kind.API_KEY, UUID.randomUUID(), "key:owner");

  /** A Wednesday, so that week and month begin on different days. */
  private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");

  private static LedgerFixture fixture;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;
  private UUID tenant;
  private UUID one;
  private UUID two;
  private Budgets budgets;
  private BudgetWatch watch;

  @BeforeAll
  static void open() {
    fixture = new LedgerFixture();
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @BeforeEach
  void freshTenant() {
    tenant = UUID.randomUUID();
    one = UUID.randomUUID();
    two = UUID.randomUUID();
    budgets = new Budgets(fixture.database, clock);
    watch =
        new BudgetWatch(
            fixture.system,
            fixture.database,
            new Outbox(
                List.<EventHandler>of(new Listener(BudgetExceeded.TYPE)), new Silence(), clock),
            clock);
  }

  /** Nobody is woken here. */
  private static final class Silence implements LiveSignals {
    @Override
    public void signal(UUID tenantId, String topic) {}

    @Override
    public Following follow(UUID tenantId, String topic, Runnable onSignal) {
      return () -> {};
    }

    @Override
    public void wakeRelays() {}

    @Override
    public Following followRelays(Runnable onWake) {
      return () -> {};
    }
  }

  private UUID set(UUID project, BudgetPeriod period, String amount, Integer expectedVersion) {
    return set(project, period, amount, expectedVersion, FINANCE);
  }

  private UUID set(
      UUID project, BudgetPeriod period, String amount, Integer expectedVersion, Actor setBy) {
    return fixture.database.transact(
        tenant,
        tx ->
            budgets.set(
                tx,
                new Budgets.SetBudget(project, period, new BigDecimal(amount), expectedVersion),
                setBy));
  }

  private void remove(UUID id, int expectedVersion) {
    fixture.database.transact(
        tenant,
        tx -> {
          budgets.remove(tx, id, expectedVersion);
          return null;
        });
  }

  /** A gigabyte-hour of storage costs 0.0000315. */
  private void spend(UUID project, String gibHours, String from) {
    UsageLedger ledger = new UsageLedger(fixture.database, fixture.prices, clock);
    UsageEvent event =
        UsageEvent.of(
            Meter.STORAGE_GIB_HOURS,
            new BigDecimal(gibHours),
            project,
            "disk",
            UUID.randomUUID(),
            at(from),
            at(from).plusMinutes(1),
            Map.of());
    fixture.database.transact(tenant, tx -> ledger.record(tx, event));
  }

  private BudgetStatus only() {
    List<BudgetStatus> all = budgets.list(tenant, null);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<JsonObject> told() {
    List<JsonObject> told = new ArrayList<>();
    fixture
        .database
        .read(
            tenant,
            "SELECT payload FROM tenancy.event WHERE tenant_id = $1 AND type = 'BudgetExceeded' ORDER BY id",
            tenant)
        .forEach(row -> told.add(row.getJsonObject("payload")));
    return told;
  }

  @Test
  void aProjectAndPeriodHasOneBudgetInTheVersionThatIsExpected() {
    UUID id = set(one, BudgetPeriod.MONTH, "100", null);

    assertThatThrownBy(() -> set(one, BudgetPeriod.MONTH, "200", null))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> set(one, BudgetPeriod.MONTH, "200", 2)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> set(two, BudgetPeriod.MONTH, "200", 1)).isInstanceOf(Conflict.class);
    assertThat(only().budget().setBy()).isEqualTo(FINANCE);
    assertThat(set(one, BudgetPeriod.MONTH, "250.50", 1, OWNERS_KEY)).isEqualTo(id);
    assertThat(only().budget().setBy()).isEqualTo(OWNERS_KEY);
    assertThat(only().budget().amount()).isEqualTo(Money.euros(new BigDecimal("250.5")));
    assertThat(only().budget().version()).isEqualTo(2);

    UUID week = set(one, BudgetPeriod.WEEK, "10", null);
    UUID whole = set(null, BudgetPeriod.MONTH, "1000", null);
    assertThatThrownBy(() -> set(null, BudgetPeriod.MONTH, "1000", null))
        .isInstanceOf(Conflict.class);
    assertThat(budgets.list(tenant, null))
        .extracting(status -> status.budget().id())
        .containsExactly(whole, id, week);
    assertThat(budgets.list(tenant, Set.of(one)))
        .extracting(status -> status.budget().id())
        .containsExactly(id, week);
    assertThat(budgets.list(tenant, Set.of(two))).isEmpty();
    assertThat(budgets.list(UUID.randomUUID(), null)).isEmpty();
  }

  @Test
  void aRemovedBudgetCountsNoMoreAndMakesRoomForAnother() {
    UUID id = set(one, BudgetPeriod.WEEK, "1", null);

    assertThatThrownBy(() -> remove(id, 9)).isInstanceOf(Conflict.class);
    remove(id, 1);
    assertThatThrownBy(() -> remove(id, 2)).isInstanceOf(Conflict.class);

    assertThat(budgets.list(tenant, null)).isEmpty();
    assertThat(budgets.get(tenant, id).removedAt()).isNotNull();
    assertThat(set(one, BudgetPeriod.WEEK, "2", null)).isNotEqualTo(id);
    assertThatThrownBy(() -> budgets.get(UUID.randomUUID(), id)).isInstanceOf(NotFound.class);
  }

  @Test
  void anAmountIsAboveZeroAndInCents() {
    for (String amount :
        new String[] {"0", "-1", "0.001", "1E+1000000000", "1E-1000000000", "1000000000000.01"}) {
      assertThatThrownBy(() -> set(one, BudgetPeriod.MONTH, amount, null))
          .as(amount)
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("input.amount");
    }
    set(one, BudgetPeriod.MONTH, "1E+3", null);
    assertThat(only().budget().amount()).isEqualTo(Money.euros(new BigDecimal("1000")));
  }

  @Test
  void whatWasSpentIsWhatTheLedgerSaysOfThePeriod() {
    set(null, BudgetPeriod.MONTH, "100", null);
    set(one, BudgetPeriod.MONTH, "100", null);
    set(one, BudgetPeriod.WEEK, "100", null);
    set(two, BudgetPeriod.WEEK, "100", null);
    spend(one, "1000", "2026-03-10T10:00:00Z");
    spend(one, "300", "2026-03-02T10:00:00Z");
    spend(two, "0.123456789", "2026-03-09T00:00:00Z");
    spend(two, "7", "2026-03-08T23:59:59Z");
    spend(two, "50000", "2026-02-28T23:59:59Z");

    for (BudgetStatus status : budgets.list(tenant, null)) {
      UUID project = status.budget().projectId();
      UsageScope scope = project == null ? UsageScope.wholeTenant() : UsageScope.project(project);
      assertThat(status.spent())
          .as("%s", status)
          .isEqualTo(fixture.costs.total(tenant, scope, status.period()));
    }
    assertThat(budgets.list(tenant, Set.of(one)))
        .extracting(status -> status.spent().amount().toPlainString())
        .containsExactly("0.04095", "0.0315");
  }

  @Test
  void theForecastGoesOnAsInTheLastSevenDays() {
    set(one, BudgetPeriod.MONTH, "100", null);
    set(one, BudgetPeriod.WEEK, "100", null);
    spend(one, "7000", "2026-03-05T10:00:00Z");
    spend(one, "9000", "2026-03-01T10:00:00Z");

    List<BudgetStatus> found = budgets.list(tenant, null);

    // 0.2205 in seven days, 0.0315 a day: 20.5 days of the month and 4.5 of the week are left.
    assertThat(found.get(0).spent().amount()).isEqualByComparingTo("0.504");
    assertThat(found.get(0).forecast().amount()).isEqualByComparingTo("1.14975");
    assertThat(found.get(1).spent().amount()).isEqualByComparingTo("0");
    assertThat(found.get(1).forecast().amount()).isEqualByComparingTo("0.14175");
  }

  @Test
  void moreThanTheBudgetIsToldOnceInAPeriod() {
    UUID id = set(one, BudgetPeriod.WEEK, "0.63", null);
    set(null, BudgetPeriod.MONTH, "1000", null);
    spend(one, "20000", "2026-03-10T10:00:00Z");
    watch.lookAtDue();
    assertThat(told()).as("exactly the budget").isEmpty();

    spend(one, "1", "2026-03-11T10:00:00Z");
    watch.lookAtDue();
    assertThat(told()).as("not due yet").isEmpty();
    now.set(NOON.plus(Duration.ofMinutes(1)));
    watch.lookAtDue();
    spend(one, "1", "2026-03-11T11:00:00Z");
    now.set(NOON.plus(Duration.ofHours(1)));
    watch.lookAtDue();
    set(one, BudgetPeriod.WEEK, "0.64", 1);
    spend(one, "9000", "2026-03-11T11:30:00Z");
    watch.lookAtDue();

    assertThat(told()).hasSize(1);
    BudgetExceeded exceeded = BudgetExceeded.of(told().getFirst());
    assertThat(exceeded.budgetId()).isEqualTo(id);
    assertThat(exceeded.projectId()).isEqualTo(one);
    assertThat(exceeded.period()).isEqualTo(BudgetPeriod.WEEK.around(NOON));
    assertThat(exceeded.amount().amount()).isEqualByComparingTo("0.63");
    assertThat(exceeded.spent().amount()).isEqualByComparingTo("0.6300315");

    now.set(Instant.parse("2026-03-16T12:00:00Z"));
    spend(one, "30000", "2026-03-16T08:00:00Z");
    watch.lookAtDue();
    assertThat(told()).as("a new period").hasSize(2);
    assertThat(told().getFirst().getString("id")).isNotEqualTo(told().getLast().getString("id"));
  }

  @Test
  void whatCameLateForThePeriodBeforeIsToldAsWell() {
    set(one, BudgetPeriod.WEEK, "0.01", null);
    now.set(Instant.parse("2026-03-16T00:05:00Z"));
    spend(one, "1000", "2026-03-15T23:00:00Z");

    watch.lookAtDue();

    assertThat(told()).hasSize(1);
    assertThat(told().getFirst().getString("from")).isEqualTo("2026-03-09T00:00:00Z");
  }

  @Test
  void processesThatWatchTogetherTellOnce() throws Exception {
    set(one, BudgetPeriod.MONTH, "0.01", null);
    spend(one, "1000", "2026-03-10T10:00:00Z");
    try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> look = watch::lookAtDue;
      for (var looked : watchers.invokeAll(List.of(look, look, look, look))) {
        assertThat(looked.get()).isFalse();
      }
    }
    assertThat(told()).hasSize(1);
  }
}
