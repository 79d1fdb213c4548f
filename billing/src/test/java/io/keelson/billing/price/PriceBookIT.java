package io.keelson.billing.price;

import static io.keelson.billing.LedgerFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.billing.LedgerFixture;
import io.keelson.billing.usage.Meter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PriceBookIT {
  private static final UUID NEGOTIATOR = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static LedgerFixture fixture;

  @BeforeAll
  static void open() throws Exception {
    fixture = new LedgerFixture();
    fixture.asOwner(
        """
        INSERT INTO billing.price (meter, resource_pattern, unit_price, currency, valid_from)
        VALUES
          ('job.cpu_seconds', 'gpu-%%', 0.001, 'EUR', '2026-01-01Z'),
          ('job.cpu_seconds', 'gpu-large', 0.002, 'EUR', '2026-01-01Z'),
          ('inference.requests', '%%', 0.0000005, 'EUR', '2026-06-01Z');
        INSERT INTO billing.tenant_price (tenant_id, meter, unit_price, currency, valid_from)
        VALUES ('%s', 'storage.gib_hours', 0.00001, 'EUR', '2026-02-01Z')
        """
            .formatted(NEGOTIATOR));
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void everyMeterHasAPrice() {
    for (Meter meter : Meter.values()) {
      assertThat(price(OTHER, meter, "local", "2026-03-01T00:00:00Z").isPositive()).isTrue();
    }
  }

  @Test
  void theLongestPatternThatFitsWins() {
    Meter meter = Meter.JOB_CPU_SECONDS;
    assertThat(price(OTHER, meter, "local", "2026-03-01T00:00:00Z").text).isEqualTo("0.0000125");
    assertThat(price(OTHER, meter, "gpu-small", "2026-03-01T00:00:00Z").text).isEqualTo("0.001");
    assertThat(price(OTHER, meter, "gpu-large", "2026-03-01T00:00:00Z").text).isEqualTo("0.002");
  }

  @Test
  void aPriceIsInForceFromItsMomentOn() {
    Meter meter = Meter.INFERENCE_REQUESTS;
    assertThat(price(OTHER, meter, "e", "2026-05-31T23:59:59.999999Z").text).isEqualTo("0.0000004");
    assertThat(price(OTHER, meter, "e", "2026-06-01T00:00:00Z").text).isEqualTo("0.0000005");
  }

  @Test
  void aNegotiatedPriceIsForItsTenantOnly() {
    Meter meter = Meter.STORAGE_GIB_HOURS;
    assertThat(price(NEGOTIATOR, meter, "s", "2026-01-31T00:00:00Z").text).isEqualTo("0.0000315");
    assertThat(price(NEGOTIATOR, meter, "s", "2026-02-01T00:00:00Z").text).isEqualTo("0.00001");
    assertThat(price(OTHER, meter, "s", "2026-02-01T00:00:00Z").text).isEqualTo("0.0000315");
  }

  @Test
  void theListHoldsWhatIsInForceAndNoForeignPrice() {
    List<Price> mine = list(NEGOTIATOR);
    List<Price> others = list(OTHER);

    assertThat(mine).hasSize(Meter.values().length + 3);
    assertThat(others).hasSize(Meter.values().length + 2).noneMatch(Price::negotiated);
  }

  @Test
  void theApplicationSetsNoPrice() {
    for (String sql :
        List.of(
            "UPDATE billing.price SET unit_price = 0",
            "DELETE FROM billing.price",
            "UPDATE billing.tenant_price SET unit_price = 0",
            "DELETE FROM billing.tenant_price")) {
      assertThatThrownBy(() -> fixture.database.transact(NEGOTIATOR, tx -> tx.update(sql)))
          .hasMessageContaining("permission denied");
    }
  }

  private record Amount(String text, boolean isPositive) {}

  private static Amount price(UUID tenantId, Meter meter, String resource, String at) {
    Price price =
        fixture.database.transact(
            tenantId, tx -> fixture.prices.inForce(tx, meter, resource, at(at)));
    return new Amount(
        price.unitPrice().amount().toPlainString(), price.unitPrice().amount().signum() > 0);
  }

  private static List<Price> list(UUID tenantId) {
    return fixture.database.transact(
        tenantId, tx -> fixture.prices.list(tx, at("2026-03-01T00:00:00Z")));
  }
}
