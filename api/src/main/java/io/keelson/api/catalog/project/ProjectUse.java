package io.keelson.api.catalog.project;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.context.ApplicationScoped;

/** The projects of a tenant. */
@ApplicationScoped
public class ProjectUse implements QuotaUse {
  @Override
  public QuotaName quota() {
    return QuotaName.PROJECTS;
  }

  @Override
  public long used(Transaction tx) {
    return tx.one("SELECT count(*) FROM catalog.project WHERE tenant_id = $1", tx.tenantId())
        .orElseThrow()
        .getLong(0);
  }
}
