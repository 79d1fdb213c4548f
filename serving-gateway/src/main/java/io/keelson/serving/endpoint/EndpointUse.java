package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.context.ApplicationScoped;

/** The endpoints of a tenant that serve, or are about to; those that were stopped are history. */
@ApplicationScoped
public class EndpointUse implements QuotaUse {
  @Override
  public QuotaName quota() {
    return QuotaName.ENDPOINTS;
  }

  @Override
  public long used(Transaction tx) {
    return tx.one(
            """
            SELECT count(DISTINCT endpoint_id)
            FROM serving.revision
            WHERE tenant_id = $1 AND status IN ('PENDING', 'LOADING', 'READY')
            """,
            tx.tenantId())
        .orElseThrow()
        .getLong(0);
  }
}
