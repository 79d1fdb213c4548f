package io.keelson.billing.usage;

import static io.keelson.billing.LedgerFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.billing.LedgerFixture;
import io.keelson.billing.money.Money;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageLedgerIT {
  private static final Period MARCH =
      new Period(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
  private static final OffsetDateTime FROM = at("2026-03-01T10:00:00.123456Z");

  private static LedgerFixture fixture;
  private UUID tenant;
  private UUID project;

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
    project = UUID.randomUUID();
  }

  @Test
  void aLineKeepsThePriceInForceAndEveryDigit() {
    UsageEvent event = event("1234567.123456789012", FROM, Map.of("runId", "r1"));

    assertThat(fixture.record(tenant, event)).isTrue();

    LedgerLine line = lines().getFirst();
    assertThat(line)
        .isEqualTo(
            new LedgerLine(
                event.id(),
                Meter.JOB_CPU_SECONDS,
                new BigDecimal("1234567.123456789012"),
                "cpu-second",
                project,
                "local",
                event.sourceId(),
                FROM,
                FROM.plusMinutes(5),
                Map.of("runId", "r1"),
                Money.euros(new BigDecimal("0.0000125")),
                Money.euros(new BigDecimal("15.43208904320986265")),
                null,
                OffsetDateTime.ofInstant(LedgerFixture.NOW, ZoneOffset.UTC)));
  }

  @Test
  void theSameEventFromSixteenThreadsIsOneLine() throws Exception {
    UsageEvent event = event("10", FROM, Map.of());
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> recorded = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        recorded.add(
            threads.submit(
                () -> {
                  start.await();
                  return fixture.record(tenant, event);
                }));
      }
      start.countDown();
    }

    int wereNew = 0;
    for (Future<Boolean> one : recorded) {
      wereNew += one.get() ? 1 : 0;
    }
    assertThat(wereNew).isEqualTo(1);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void aSecondRecordingChangesNothingEvenWithAnotherQuantity() {
    UsageEvent first = event("10", FROM, Map.of());
    UsageEvent second =
        UsageEvent.of(
            first.meter(),
            new BigDecimal("99"),
            project,
            "local",
            first.sourceId(),
            FROM,
            first.to(),
            Map.of());
    fixture.record(tenant, first);

    assertThat(fixture.record(tenant, second)).isFalse();

    assertThat(lines().getFirst().quantity()).isEqualByComparingTo("10");
  }

  @Test
  void aRolledBackTransactionLeavesNoLine() {
    UsageEvent event = event("10", FROM, Map.of());

    assertThatThrownBy(
            () ->
                fixture.database.transact(
                    tenant,
                    tx -> {
                      fixture.ledger.record(tx, event);
                      throw new IllegalStateException("the job's end could not be written");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(lines()).isEmpty();
    assertThat(fixture.record(tenant, event)).isTrue();
  }

  @Test
  void anotherTenantSeesNothing() {
    UsageEvent event = event("10", FROM, Map.of("runId", "r1"));
    fixture.record(tenant, event);
    UUID other = UUID.randomUUID();

    assertThat(fixture.ledger.page(other, UsageScope.project(project), MARCH, 100, null)).isEmpty();
    assertThat(fixture.costs.total(other, UsageScope.project(project), MARCH))
        .isEqualTo(Money.ZERO);
    // Even with the application's own filter left out.
    int visible =
        fixture.database.transact(
            other,
            tx -> tx.one("SELECT count(*) FROM billing.usage_event").orElseThrow().getInteger(0));
    assertThat(visible).isZero();
    assertThatThrownBy(
            () ->
                fixture.database.transact(
                    other,
                    tx ->
                        fixture.ledger.correct(
                            tx, UUID.randomUUID(), event.id(), BigDecimal.ONE, "not mine")))
        .isInstanceOf(NotFound.class);
    // The same source may be metered for another tenant: ids are the tenant's own.
    assertThat(fixture.record(other, event)).isTrue();
  }

  @Test
  void noTableOfTheModuleHasAHoleInItsWalls() {
    fixture.checkIsolation();
  }

  @Test
  void aLineForAnotherTenantIsRefusedByTheDatabase() {
    assertThatThrownBy(
            () ->
                fixture.database.transact(
                    tenant,
                    tx ->
                        tx.update(
                            """
                            INSERT INTO billing.usage_event
                              (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at,
                               unit_price, currency, amount, recorded_at)
                            VALUES ($1, $2, 'job.cpu_seconds', 1, 'cpu-second', $2, 'local', $2, now(), now(),
                              1, 'EUR', 1, now())
                            """,
                            UUID.randomUUID(),
                            UUID.randomUUID())))
        .hasMessageContaining("row-level security");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE billing.usage_event SET quantity = 0, amount = 0",
        "DELETE FROM billing.usage_event",
        "TRUNCATE billing.usage_event"
      })
  void nobodyChangesALine(String sql) {
    UsageEvent event = event("10", FROM, Map.of());
    fixture.record(tenant, event);

    assertThatThrownBy(() -> fixture.database.transact(tenant, tx -> tx.update(sql)))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> fixture.asOwner(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("append-only");

    assertThat(lines()).extracting(LedgerLine::id).containsExactly(event.id());
  }

  @Test
  void anAmountThatIsNotQuantityTimesPriceIsRefusedByTheDatabase() {
    assertThatThrownBy(
            () ->
                fixture.asOwner(
                    """
                    INSERT INTO billing.usage_event
                      (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at,
                       unit_price, currency, amount, recorded_at)
                    SELECT u, u, 'job.cpu_seconds', 3, 'cpu-second', u, 'local', u, now(), now(),
                      0.1, 'EUR', 0.30000001, now()
                    FROM gen_random_uuid() AS u
                    """))
        .hasMessageContaining("usage_event_amount");
  }

  @Test
  void aCorrectionTakesBackAtTheLinesPriceAndOnlyOnce() {
    UsageEvent event = event("10", FROM, Map.of("jobId", "j1"));
    fixture.record(tenant, event);
    UUID correction = UUID.randomUUID();

    assertThat(correct(correction, event.id(), "4")).isTrue();
    assertThat(correct(correction, event.id(), "4")).isFalse();

    LedgerLine line =
        lines().stream().filter(l -> l.id().equals(correction)).findFirst().orElseThrow();
    assertThat(line.quantity()).isEqualByComparingTo("-4");
    assertThat(line.amount()).isEqualTo(Money.euros(new BigDecimal("-0.00005")));
    assertThat(line.corrects()).contains(event.id());
    assertThat(line.labels()).isEqualTo(Map.of("jobId", "j1", "reason", "metered while lost"));
    assertThat(fixture.costs.total(tenant, UsageScope.wholeTenant(), MARCH))
        .isEqualTo(Money.euros(new BigDecimal("0.000075")));
  }

  @Test
  void correctionsTogetherCannotTakeBackMoreThanThereIs() throws Exception {
    UsageEvent event = event("10", FROM, Map.of());
    fixture.record(tenant, event);
    List<Future<Boolean>> corrections = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        corrections.add(threads.submit(() -> correct(UUID.randomUUID(), event.id(), "3")));
      }
    }

    assertThat(corrections.stream().filter(c -> c.state() == Future.State.SUCCESS)).hasSize(3);
    assertThat(corrections.stream().filter(c -> c.state() == Future.State.FAILED))
        .allSatisfy(c -> assertThat(c.exceptionNow()).isInstanceOf(Invalid.class));
    assertThatThrownBy(() -> correct(UUID.randomUUID(), event.id(), "1.000000000001"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most the 1 that are left");
  }

  @Test
  void aCorrectionIsNotCorrected() {
    UsageEvent event = event("10", FROM, Map.of());
    fixture.record(tenant, event);
    UUID correction = UUID.randomUUID();
    correct(correction, event.id(), "4");

    assertThatThrownBy(() -> correct(UUID.randomUUID(), correction, "1"))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> correct(UUID.randomUUID(), event.id(), "0"))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void usageFromBeforeAnyPriceIsNotRecordedAsFree() {
    UsageEvent event = event("10", at("2019-06-01T00:00:00Z"), Map.of());

    assertThatThrownBy(() -> fixture.record(tenant, event))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no price of job.cpu_seconds");
  }

  @Test
  void pagesHoldEachLineOnceInOrder() {
    for (int i = 0; i < 25; i++) {
      // Five lines share each beginning, so that pages end in the middle of equal ones.
      fixture.record(tenant, event("1", FROM.plusSeconds(i / 5), Map.of()));
    }
    List<LedgerLine> all = lines();
    List<LedgerLine> paged = new ArrayList<>();
    LedgerCursor after = null;
    List<LedgerLine> page;
    do {
      page = fixture.ledger.page(tenant, UsageScope.wholeTenant(), MARCH, 4, after);
      paged.addAll(page);
      after = page.isEmpty() ? null : LedgerCursor.parse(page.getLast().cursor().text());
    } while (!page.isEmpty());

    assertThat(all).hasSize(25);
    assertThat(paged).isEqualTo(all);
    assertThat(paged.getFirst().from()).isEqualTo(FROM.plusSeconds(4));
  }

  @Test
  void aPageIsOfItsScopeAndPeriod() {
    fixture.record(tenant, event("1", at("2026-02-28T23:59:59.999999Z"), Map.of()));
    fixture.record(tenant, event("2", at("2026-03-01T00:00:00Z"), Map.of("runId", "r1")));
    fixture.record(tenant, event("3", at("2026-04-01T00:00:00Z"), Map.of()));

    assertThat(quantities(UsageScope.wholeTenant())).isEqualTo(Set.of("2"));
    assertThat(quantities(new UsageScope.Labelled("runId", "r1"))).isEqualTo(Set.of("2"));
    assertThat(quantities(new UsageScope.Labelled("runId", "r2"))).isEmpty();
    assertThat(quantities(new UsageScope.Labelled("team", "x"))).isEmpty();
    assertThat(quantities(UsageScope.project(UUID.randomUUID()))).isEmpty();
    assertThat(quantities(new UsageScope.Projects(Set.of()))).isEmpty();
    assertThatThrownBy(() -> fixture.ledger.page(tenant, UsageScope.wholeTenant(), MARCH, 0, null))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void narrowerScopesCombine() {
    fixture.record(tenant, event("1", FROM, Map.of("runId", "r1", "jobId", "j1")));
    fixture.record(tenant, event("2", FROM, Map.of("runId", "r1", "jobId", "j2")));
    fixture.record(tenant, event("3", FROM, Map.of("endpointId", "e1")));
    UsageScope run = new UsageScope.Labelled("runId", "r1");
    UsageScope job = new UsageScope.Labelled("jobId", "j2");
    UsageScope local = new UsageScope.OfResource("local");
    UsageScope cpu = new UsageScope.Metered(Meter.JOB_CPU_SECONDS);

    assertThat(quantities(new UsageScope.All(List.of(run, local, cpu)))).containsOnly("1", "2");
    assertThat(quantities(new UsageScope.All(List.of(run, job)))).containsOnly("2");
    assertThat(quantities(new UsageScope.All(List.of(UsageScope.project(project), job, cpu))))
        .containsOnly("2");
    assertThat(quantities(new UsageScope.Labelled("endpointId", "e1"))).containsOnly("3");
    assertThat(
            quantities(
                new UsageScope.All(List.of(run, new UsageScope.Metered(Meter.INFERENCE_REQUESTS)))))
        .isEmpty();
    assertThat(quantities(new UsageScope.All(List.of(run, new UsageScope.OfResource("other")))))
        .isEmpty();
    assertThat(quantities(new UsageScope.All(List.of(UsageScope.project(UUID.randomUUID()), run))))
        .isEmpty();
  }

  private Set<String> quantities(UsageScope scope) {
    Set<String> quantities = new HashSet<>();
    fixture
        .ledger
        .page(tenant, scope, MARCH, 100, null)
        .forEach(line -> quantities.add(line.quantity().toPlainString()));
    return quantities;
  }

  private List<LedgerLine> lines() {
    return fixture.ledger.page(tenant, UsageScope.wholeTenant(), MARCH, 1_000, null);
  }

  private boolean correct(UUID correctionId, UUID lineId, String takenBack) {
    return fixture.database.transact(
        tenant,
        tx ->
            fixture.ledger.correct(
                tx, correctionId, lineId, new BigDecimal(takenBack), "metered while lost"));
  }

  private UsageEvent event(String quantity, OffsetDateTime from, Map<String, String> labels) {
    return UsageEvent.of(
        Meter.JOB_CPU_SECONDS,
        new BigDecimal(quantity),
        project,
        "local",
        UUID.randomUUID(),
        from,
        from.plusMinutes(5),
        labels);
  }
}
