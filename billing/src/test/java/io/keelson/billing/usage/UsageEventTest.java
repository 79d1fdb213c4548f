package io.keelson.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventTest {
  private static final UUID PROJECT = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final UUID SOURCE = UUID.fromString("01900000-0000-7000-8000-000000000002");
  private static final OffsetDateTime FROM = OffsetDateTime.parse("2026-03-01T10:00:00Z");

  @Test
  void theSameIntervalMeasuredTwiceHasTheSameId() {
    UUID first = UsageEvent.id(Meter.JOB_CPU_SECONDS, SOURCE, FROM);
    OffsetDateTime sameMoment = OffsetDateTime.parse("2026-03-01T12:00:00.000000999+02:00");

    assertThat(UsageEvent.id(Meter.JOB_CPU_SECONDS, SOURCE, sameMoment)).isEqualTo(first);
  }

  /** Pinned: another id for the same interval would bill it twice after an update. */
  @Test
  void theIdIsTheOneThatLedgersAlreadyHold() {
    assertThat(UsageEvent.id(Meter.JOB_CPU_SECONDS, SOURCE, FROM))
        .isEqualTo(UUID.fromString("421b7b88-810e-8426-9147-5b6a831cc49f"));
  }

  @Test
  void anotherMeterSourceOrBeginningHasAnotherId() {
    assertThat(
            Set.of(
                UsageEvent.id(Meter.JOB_CPU_SECONDS, SOURCE, FROM),
                UsageEvent.id(Meter.JOB_MEMORY_GIB_SECONDS, SOURCE, FROM),
                UsageEvent.id(Meter.JOB_CPU_SECONDS, PROJECT, FROM),
                UsageEvent.id(Meter.JOB_CPU_SECONDS, SOURCE, FROM.plusNanos(1_000))))
        .hasSize(4);
  }

  @Test
  void aForeignIdIsRefused() {
    assertThatThrownBy(
            () ->
                new UsageEvent(
                    UUID.randomUUID(),
                    Meter.JOB_CPU_SECONDS,
                    BigDecimal.ONE,
                    PROJECT,
                    "local",
                    SOURCE,
                    FROM,
                    FROM,
                    Map.of()))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("id: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0.000001",
        "1000000000000001",
        "0.0000000000001",
        "1E+1000000000",
        "1E-1000000000",
        "1E+16"
      })
  void aQuantityOutOfBoundsIsRefused(String quantity) {
    assertThatThrownBy(() -> event(new BigDecimal(quantity), "local", FROM.plusSeconds(1)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("quantity: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.000000000001", "1E+15", "12.5000000000000000"})
  void aQuantityWithinBoundsIsKeptExactly(String quantity) {
    BigDecimal given = new BigDecimal(quantity);

    assertThat(event(given, "local", FROM.plusSeconds(1)).quantity()).isEqualByComparingTo(given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "'; DROP TABLE billing.usage_event; --", "a\nb"})
  void aHostileResourceIsRefused(String resource) {
    assertThatThrownBy(() -> event(BigDecimal.ONE, resource, FROM.plusSeconds(1)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("resource: ");
  }

  @Test
  void anIntervalThatRunsBackwardsOrLongerThanAYearIsRefused() {
    for (OffsetDateTime to : new OffsetDateTime[] {FROM.minusNanos(1_000), FROM.plusDays(367)}) {
      assertThatThrownBy(() -> event(BigDecimal.ONE, "local", to))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("to: ");
    }
  }

  @Test
  void labelsAreBounded() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= UsageEvent.MAX_LABELS; i++) {
      many.put("label" + i, "x");
    }

    for (Map<String, String> labels :
        List.of(many, Map.of("a\tb", "x"), Map.of("a", "x".repeat(251)))) {
      assertThatThrownBy(
              () ->
                  UsageEvent.of(
                      Meter.JOB_CPU_SECONDS,
                      BigDecimal.ONE,
                      PROJECT,
                      "local",
                      SOURCE,
                      FROM,
                      FROM,
                      labels))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("labels");
    }
  }

  private static UsageEvent event(BigDecimal quantity, String resource, OffsetDateTime to) {
    return UsageEvent.of(
        Meter.JOB_CPU_SECONDS, quantity, PROJECT, resource, SOURCE, FROM, to, Map.of());
  }
}
