package io.keelson.tenancy.signon;

import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at the DNS of verified domains again and again. A domain whose DNS does not show the
 * tenant's token {@value #MAX_FAILED} times in a row lapses: it counts no more, for whoever owns it
 * now may be somebody else. A DNS that does not answer is no failure of the domain's.
 */
@ApplicationScoped
class DomainChecks {
  static final int MAX_FAILED = 3;
  private static final Logger LOG = Logger.getLogger(DomainChecks.class);
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final Duration NOT_ASKED = Duration.ofHours(1);
  private final TenantDatabase database;
  private final DomainRecords records;
  private final AuditLog audit;
  private final SignOnPauses pauses;
  private final InstantSource clock;

  DomainChecks(
      TenantDatabase database,
      DomainRecords records,
      AuditLog audit,
      SignOnPauses pauses,
      InstantSource clock) {
    this.database = database;
    this.records = records;
    this.audit = audit;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** A domain that is to be looked at. */
  record Due(UUID tenantId, UUID id) {}

  void again(Due due) {
    Optional<SignOnDomain> domain = database.transact(due.tenantId(), tx -> claim(tx, due));
    if (domain.isEmpty()) {
      return;
    }
    SignOnDomain named = domain.get();
    boolean shown;
    try {
      shown = records.texts(named.recordName()).contains(named.recordValue());
    } catch (Unavailable e) {
      LOG.infof("the DNS of %s is asked again later: %s", named.domain(), e.getMessage());
      database.transact(due.tenantId(), tx -> put(tx, due, NOT_ASKED));
      return;
    }
    database.transact(due.tenantId(), tx -> shown ? seen(tx, due) : missed(tx, due, named));
  }

  /** Empty when another process has it, or it is not verified any more. */
  private Optional<SignOnDomain> claim(Transaction tx, Due due) {
    return tx.one(
            """
            UPDATE tenancy.sign_on_domain
            SET due_at = CASE WHEN verified_at IS NOT NULL THEN $3::timestamptz END
            WHERE tenant_id = $1 AND id = $2 AND due_at <= $4
            RETURNING
            """
                + SignOnDomain.COLUMNS,
            tx.tenantId(),
            due.id(),
            at(clock.instant().plus(CLAIM)),
            at(clock.instant()))
        .map(SignOnDomain::of)
        .filter(domain -> domain.verifiedAt() != null);
  }

  private int put(Transaction tx, Due due, Duration wait) {
    return tx.update(
        "UPDATE tenancy.sign_on_domain SET due_at = $3 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        due.id(),
        at(clock.instant().plus(wait)));
  }

  private int seen(Transaction tx, Due due) {
    return tx.update(
        """
        UPDATE tenancy.sign_on_domain
        SET checked_at = $3, failed_checks = 0, due_at = $4
        WHERE tenant_id = $1 AND id = $2 AND verified_at IS NOT NULL
        """,
        tx.tenantId(),
        due.id(),
        at(clock.instant()),
        at(clock.instant().plus(pauses.domain())));
  }

  private int missed(Transaction tx, Due due, SignOnDomain named) {
    Instant now = clock.instant();
    boolean lapsed =
        tx.one(
                """
                UPDATE tenancy.sign_on_domain
                SET checked_at = $3,
                    failed_checks = failed_checks + 1,
                    verified_at = CASE WHEN failed_checks + 1 < $5 THEN verified_at END,
                    lapsed_at = CASE WHEN failed_checks + 1 >= $5 THEN $3::timestamptz END,
                    due_at = CASE WHEN failed_checks + 1 < $5 THEN $4::timestamptz END,
                    version = version + CASE WHEN failed_checks + 1 < $5 THEN 0 ELSE 1 END
                WHERE tenant_id = $1 AND id = $2 AND verified_at IS NOT NULL
                RETURNING lapsed_at
                """,
                tx.tenantId(),
                due.id(),
                at(now),
                at(now.plus(pauses.domain())),
                MAX_FAILED)
            .filter(row -> row.getOffsetDateTime("lapsed_at") != null)
            .isPresent();
    if (lapsed) {
      SignOnRows.changed(tx, at(now));
      audit.record(
          tx,
          SignOnRows.platform(due.tenantId()),
          "lapseSignOnDomain",
          "signondomain",
          due.id(),
          null,
          AuditOutcome.DONE,
          Map.of("domain", named.domain(), "because", "its DNS does not show the record any more"));
    }
    return 1;
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
