package io.keelson.api.testing;

import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.tenancy.database.TenantDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/** Puts usage on the ledger for tests, as a meter would. */
@ApplicationScoped
public class Ledger {
  private final TenantDatabase database;
  private final UsageLedger ledger;
  private final InstantSource clock;

  Ledger(TenantDatabase database, UsageLedger ledger, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Just now. */
  public void spend(
      UUID tenantId, UUID projectId, Meter meter, String quantity, Map<String, String> labels) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    UsageEvent event =
        UsageEvent.of(
            meter,
            new BigDecimal(quantity),
            projectId,
            "test",
            UUID.randomUUID(),
            now,
            now.plusSeconds(1),
            labels);
    TestTenants.onVirtualThread(() -> database.transact(tenantId, tx -> ledger.record(tx, event)));
  }
}
