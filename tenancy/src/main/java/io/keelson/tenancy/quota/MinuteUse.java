package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

/** How many metric points processes have taken for the present minute, by the database's clock. */
@ApplicationScoped
public class MinuteUse implements QuotaUse {
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
            WHERE tenant_id = $1 AND name = $2 AND minute = date_trunc('minute', statement_timestamp())
            """,
            tx.tenantId(),
            quota().name())
        .map(row -> row.getLong("used"))
        .orElse(0L);
  }
}
