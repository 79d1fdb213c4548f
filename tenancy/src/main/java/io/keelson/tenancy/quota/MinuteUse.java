package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How many metric points processes have taken for the present minute. */
@ApplicationScoped
public class MinuteUse implements QuotaUse {
  private final InstantSource clock;

  public MinuteUse(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public QuotaName quota() {
    return QuotaName.METRIC_POINTS_PER_MINUTE;
  }

  /** With what they have taken ahead. */
  @Override
  public long used(Transaction tx) {
    return tx.one(
            """
            SELECT used
            FROM tenancy.minute_use
            WHERE tenant_id = $1 AND name = $2 AND minute >= $3
            """,
            tx.tenantId(),
            quota().name(),
            minute(clock.instant()))
        .map(row -> row.getLong("used"))
        .orElse(0L);
  }

  static OffsetDateTime minute(Instant instant) {
    return OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MINUTES), ZoneOffset.UTC);
  }
}
