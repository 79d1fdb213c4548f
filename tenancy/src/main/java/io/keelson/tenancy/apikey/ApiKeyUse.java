package io.keelson.tenancy.apikey;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The keys of a tenant that count, those of its service accounts too. */
@ApplicationScoped
public class ApiKeyUse implements QuotaUse {
  private final InstantSource clock;

  public ApiKeyUse(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public QuotaName quota() {
    return QuotaName.API_KEYS;
  }

  @Override
  public long used(Transaction tx) {
    return ApiKeyRows.counting(tx, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }
}
