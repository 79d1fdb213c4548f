package io.keelson.tenancy.object;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The bytes of a tenant's objects, and those that its open uploads have announced: a sum that the
 * database keeps as they change.
 */
@ApplicationScoped
public class StoredBytesUse implements QuotaUse {
  @Override
  public QuotaName quota() {
    return QuotaName.STORED_BYTES;
  }

  @Override
  public long used(Transaction tx) {
    return tx.one("SELECT bytes FROM tenancy.stored_bytes WHERE tenant_id = $1", tx.tenantId())
        .map(row -> row.getLong("bytes"))
        .orElse(0L);
  }
}
