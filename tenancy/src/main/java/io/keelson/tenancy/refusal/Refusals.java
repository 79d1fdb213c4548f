package io.keelson.tenancy.refusal;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.refusal.RefusalCounts.Count;
import io.keelson.tenancy.refusal.RefusalCounts.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Which limit has refused whom, how often and when last, by days of UTC. Whoever refuses counts in
 * memory and waits for nothing; every {@link #INTERVAL} each tenant's counts are added to its rows
 * in one statement.
 *
 * <p>A figure for people, not a record: the audit log is that. A process that is killed loses what
 * it has counted since its last pass, which is the last five seconds, longer while the database is
 * away; one that is stopped loses nothing. Counts whose commit is in doubt are added again. Beyond
 * the bounds of {@link RefusalCounts} callers are counted without their names, and then not at all,
 * which the log says.
 */
@ApplicationScoped
public class Refusals implements AutoCloseable {
  /** What is shown: today and the six days before it. */
  public static final int DAYS = 7;

  /** Callers that are shown of each limit. */
  public static final int MAX_ACTORS = 10;

  private static final Logger LOG = Logger.getLogger(Refusals.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MAX_ROWS_OF_DAY = 500;

  /** After so many tenants' failures in a row a pass gives up: it is not the tenant. */
  private static final int MAX_FAILURES = 3;

  private final TenantDatabase database;
  private final InstantSource clock;
  private final RefusalCounts counts = new RefusalCounts();
  private final AtomicLong uncounted = new AtomicLong();
  private final DueLoop loop = new DueLoop("refusals", INTERVAL, this::flush);

  public Refusals(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /**
   * Neither blocks nor fails. What is no quota of the tenant's, but a bound of a feature's, is not
   * counted.
   */
  public void count(Principal principal, QuotaExceeded refusal) {
    count(principal, refusal, null);
  }

  /**
   * {@link #count} of an operation that the audit log tells of when it is done.
   *
   * @param action as it is spelled there
   */
  public void count(Principal principal, QuotaExceeded refusal, String action) {
    LimitName.named(refusal.quota())
        .ifPresent(limit -> count(principal, limit, refusal.limit(), action));
  }

  /**
   * Neither blocks nor fails.
   *
   * @param most the limit
   */
  public void count(Principal principal, LimitName limit, long most) {
    count(principal, limit, most, null);
  }

  private void count(Principal principal, LimitName limit, long most, String action) {
    if (!counts.add(
        principal.tenantId(), principal.actor(), limit, most, action, clock.instant())) {
      uncounted.incrementAndGet();
    }
  }

  /**
   * Writes what is counted. One pass at a time: at its end all that was counted before it began is
   * written, or counted again where it could not be. Whoever counts does not wait for it.
   */
  public synchronized boolean flush() {
    long missed = uncounted.getAndSet(0);
    if (missed > 0) {
      LOG.warnf(
          "%d refusals are not counted: more callers were refused than are told apart", missed);
    }
    int failures = 0;
    for (UUID tenantId : counts.tenants()) {
      Map<Who, Count> taken = counts.take(tenantId);
      try {
        write(tenantId, taken);
        failures = 0;
      } catch (RuntimeException e) {
        counts.giveBack(tenantId, taken);
        failures++;
        if (failures == MAX_FAILURES) {
          throw e;
        }
        LOG.debugf("refusals of tenant %s are written later: %s", tenantId, e.getMessage());
      }
      loop.beat();
    }
    return false;
  }

  private void write(UUID tenantId, Map<Who, Count> taken) {
    if (!taken.isEmpty()) {
      database.transact(
          tenantId,
          tx -> {
            RefusalRows.add(tx, taken, MAX_ROWS_OF_DAY);
            return null;
          });
    }
  }

  /**
   * What was refused today and in the six days before, limits that have refused most first; what
   * this or another process has counted and not written yet is missing. Callers have made sure that
   * whoever asks may read who did what.
   */
  public List<LimitRefusals> ofWeek(UUID tenantId) {
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    return database.transact(tenantId, tx -> RefusalRows.byLimit(tx, today, DAYS, MAX_ACTORS));
  }

  /** Writes what is left. */
  @Override
  public void close() {
    loop.close();
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.warnf("the last refusals are not written: %s", e.getMessage());
    }
  }
}
