package io.keelson.tenancy.audit;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * The months that the audit log is kept by: made ahead of time, and dropped when all that is in one
 * is past the retention. Any number of processes may look after them.
 */
public final class AuditMonths {
  private static final Logger LOG = Logger.getLogger(AuditMonths.class);
  private static final int MONTHS_AHEAD = 2;
  private static final Duration MIN_RETENTION = Duration.ofDays(30);

  private final SystemDatabase system;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * @param retention how long an entry is kept at least; it goes with the rest of its month
   */
  public AuditMonths(SystemDatabase system, InstantSource clock, Duration retention) {
    if (retention.compareTo(MIN_RETENTION) < 0) {
      throw new IllegalArgumentException(
          "keelson.audit.retention: " + retention + " (expected: at least " + MIN_RETENTION + ")");
    }
    this.system = system;
    this.clock = clock;
    this.retention = retention;
  }

  /** Makes what is missing and drops what is past; false, since nothing is left to do at once. */
  public boolean keep() {
    OffsetDateTime now = utc(clock.instant());
    for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
      OffsetDateTime month = now.withDayOfMonth(1).plusMonths(ahead);
      system.transact(SystemUse.AUDIT_MONTHS, tx -> make(tx, month));
    }
    int dropped =
        system.transact(
            SystemUse.AUDIT_MONTHS,
            tx ->
                tx.one(
                        "SELECT tenancy.drop_audit_months($1) AS dropped",
                        utc(clock.instant().minus(retention)))
                    .orElseThrow()
                    .getInteger("dropped"));
    if (dropped > 0) {
      LOG.infof("%d months of the audit log are past %s and were dropped", dropped, retention);
    }
    return false;
  }

  private static boolean make(Transaction tx, OffsetDateTime month) {
    return tx.one("SELECT tenancy.make_audit_month($1) AS made", month)
        .orElseThrow()
        .getBoolean("made");
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
