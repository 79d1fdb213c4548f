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
  private static final String COUNTED =
      "tenancy.count_objects, tenancy.count_begun_uploads, tenancy.count_ended_uploads, tenancy.count_removed_uploads";

  @Override
  public QuotaName quota() {
    return QuotaName.STORED_BYTES;
  }

  /** With what this transaction has changed, which is counted when it commits. */
  @Override
  public long used(Transaction tx) {
    tx.update("SET CONSTRAINTS " + COUNTED + " IMMEDIATE");
    tx.update("SET CONSTRAINTS " + COUNTED + " DEFERRED");
    return tx.one("SELECT bytes FROM tenancy.stored_bytes WHERE tenant_id = $1", tx.tenantId())
        .map(row -> row.getLong("bytes"))
        .orElse(0L);
  }
}
