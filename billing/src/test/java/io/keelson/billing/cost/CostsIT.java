package io.keelson.billing.cost;

import static io.keelson.billing.LedgerFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.billing.LedgerFixture;
import io.keelson.billing.money.Money;
import io.keelson.billing.usage.LedgerLine;
import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.failure.Invalid;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CostsIT {
  private static final Period MARCH =
      new Period(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
  private static final UUID TENANT = UUID.randomUUID();
  private static final List<UUID> PROJECTS = List.of(new UUID(0, 1), new UUID(0, 2));
  private static final UUID RUN = new UUID(0, 7);
  private static LedgerFixture fixture;
  private static List<LedgerLine> ledger;

  /** 400 lines with as many digits as there may be, from a fixed seed. */
  @BeforeAll
  static void fillLedger() {
    fixture = new LedgerFixture();
    Random random = new Random(20260301);
    fixture.database.transact(
        TENANT,
        tx -> {
          for (int i = 0; i < 400; i++) {
            fixture.ledger.record(tx, randomEvent(random));
          }
          return null;
        });
    ledger = fixture.ledger.page(TENANT, UsageScope.wholeTenant(), MARCH, 1_000, null);
    fixture.database.transact(
        TENANT,
        tx -> fixture.ledger.correct(tx, new UUID(0, 9), ledger.getFirst().id(), half(), "halved"));
    ledger = fixture.ledger.page(TENANT, UsageScope.wholeTenant(), MARCH, 1_000, null);
  }

  private static BigDecimal half() {
    return ledger.getFirst().quantity().divideToIntegralValue(BigDecimal.TWO);
  }

  private static UsageEvent randomEvent(Random random) {
    Meter meter = Meter.values()[random.nextInt(Meter.values().length)];
    OffsetDateTime from = MARCH.from().plusNanos(1_000 * random.nextLong(31L * 86_400_000_000L));
    Map<String, String> labels =
        random.nextBoolean() ? Map.of() : Map.of(UsageLabels.RUN, RUN.toString());
    return UsageEvent.of(
        meter,
        BigDecimal.valueOf(2 + random.nextLong(1_000_000_000_000_000L), random.nextInt(13)),
        PROJECTS.get(random.nextInt(2)),
        "type-" + random.nextInt(4),
        new UUID(random.nextLong(), random.nextLong()),
        from,
        from.plusSeconds(60),
        labels);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void theTotalIsTheLedgerToTheLastDigit() {
    Money expected = ledger.stream().map(LedgerLine::amount).reduce(Money.ZERO, Money::plus);

    assertThat(ledger).hasSize(401);
    assertThat(fixture.costs.total(TENANT, UsageScope.wholeTenant(), MARCH)).isEqualTo(expected);
    assertThat(expected.amount().scale()).as("digits worth losing").isGreaterThan(15);
  }

  /** Property: every one of the 128 ways to cut the ledger adds up to the same total. */
  @Test
  void linesByAnyDimensionsSumToTheTotal() {
    Money total = fixture.costs.total(TENANT, UsageScope.wholeTenant(), MARCH);
    CostDimension[] all = CostDimension.values();
    for (int mask = 0; mask < 1 << all.length; mask++) {
      EnumSet<CostDimension> by = EnumSet.noneOf(CostDimension.class);
      for (int i = 0; i < all.length; i++) {
        if ((mask & 1 << i) != 0) {
          by.add(all[i]);
        }
      }

      CostReport report = fixture.costs.report(TENANT, UsageScope.wholeTenant(), MARCH, by);

      assertThat(report.total()).as("total by %s", by).isEqualTo(total);
      assertThat(report.lines().stream().map(CostLine::amount).reduce(Money.ZERO, Money::plus))
          .as("lines by %s", by)
          .isEqualTo(total);
      assertThat(report.lines())
          .allSatisfy(l -> assertThat(l.unitPrice().times(l.quantity())).isEqualTo(l.amount()));
    }
  }

  @Test
  void linesByProjectAndDayAreThoseOfTheLedger() {
    Map<String, Money> expected = new HashMap<>();
    for (LedgerLine line : ledger) {
      String key = line.projectId() + " " + line.from().toLocalDate() + " " + line.meter();
      expected.merge(key, line.amount(), Money::plus);
    }

    CostReport report =
        fixture.costs.report(
            TENANT,
            UsageScope.wholeTenant(),
            MARCH,
            Set.of(CostDimension.PROJECT, CostDimension.DAY));

    Map<String, Money> actual = new HashMap<>();
    for (CostLine line : report.lines()) {
      LocalDate day = line.day();
      assertThat(actual.put(line.projectId() + " " + day + " " + line.meter(), line.amount()))
          .isNull();
      assertThat(line.resource()).isNull();
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void projectsTogetherAreTheTenant() {
    Money sum = Money.ZERO;
    for (UUID project : PROJECTS) {
      CostReport report =
          fixture.costs.report(TENANT, UsageScope.project(project), MARCH, Set.of());
      assertThat(report.lines()).hasSize(Meter.values().length);
      sum = sum.plus(report.total());
    }

    assertThat(sum).isEqualTo(fixture.costs.total(TENANT, UsageScope.wholeTenant(), MARCH));
  }

  @Test
  void adjoiningPeriodsTogetherAreTheWhole() {
    OffsetDateTime middle = ledger.get(200).from();
    Money first =
        fixture.costs.total(TENANT, UsageScope.wholeTenant(), new Period(MARCH.from(), middle));
    Money second =
        fixture.costs.total(TENANT, UsageScope.wholeTenant(), new Period(middle, MARCH.to()));

    assertThat(first.plus(second))
        .isEqualTo(fixture.costs.total(TENANT, UsageScope.wholeTenant(), MARCH));
  }

  @Test
  void whatARunHasCostIsTheSumOfItsLines() {
    Money expected =
        ledger.stream()
            .filter(line -> RUN.toString().equals(line.labels().get(UsageLabels.RUN)))
            .map(LedgerLine::amount)
            .reduce(Money.ZERO, Money::plus);

    assertThat(fixture.costs.total(TENANT, UsageScope.run(RUN), null)).isEqualTo(expected);
    assertThat(
            fixture.costs.totalsByLabel(
                TENANT, UsageLabels.RUN, List.of(RUN.toString(), "never-ran")))
        .isEqualTo(Map.of(RUN.toString(), expected, "never-ran", Money.ZERO));
    CostReport report =
        fixture.costs.report(TENANT, UsageScope.run(RUN), null, EnumSet.of(CostDimension.RESOURCE));
    assertThat(report.total()).isEqualTo(expected);
    assertThat(report.lines().stream().map(CostLine::amount).reduce(Money.ZERO, Money::plus))
        .isEqualTo(expected);
  }

  @Test
  void nothingUsedCostsNothing() {
    CostReport report =
        fixture.costs.report(
            UUID.randomUUID(), UsageScope.wholeTenant(), MARCH, Set.of(CostDimension.DAY));

    assertThat(report).isEqualTo(new CostReport(Money.ZERO, List.of()));
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> new Period(MARCH.to(), MARCH.from())).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> new Period(MARCH.from(), MARCH.from().plusDays(733)))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () -> fixture.costs.totalsByLabel(TENANT, "meter", List.of("job.cpu_seconds")))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> fixture.costs.report(TENANT, UsageScope.wholeTenant(), null, Set.of()))
        .isInstanceOf(Invalid.class);
  }
}
