package io.keelson.tenancy.member;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The people of a tenant, and those who are invited and may still come. */
@ApplicationScoped
public class MemberUse implements QuotaUse {
  private final InstantSource clock;

  public MemberUse(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public QuotaName quota() {
    return QuotaName.MEMBERS;
  }

  @Override
  public long used(Transaction tx) {
    return tx.one(
            """
            SELECT
              (SELECT count(*) FROM tenancy.member WHERE tenant_id = $1)
              + (SELECT count(*)
                 FROM tenancy.invitation
                 WHERE tenant_id = $1 AND status = 'PENDING' AND expires_at > $2)
            """,
            tx.tenantId(),
            OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .orElseThrow()
        .getLong(0);
  }
}
