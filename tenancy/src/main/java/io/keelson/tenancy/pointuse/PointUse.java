package io.keelson.tenancy.pointuse;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.pointuse.PointCounts.OfTenant;
import io.keelson.tenancy.pointuse.PointCounts.Taken;
import io.keelson.tenancy.pointuse.PointReport.Spent;
import io.keelson.tenancy.pointuse.PointRows.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Where points of cost go: to which callers and operations by hours, and how many in each minute.
 * Whoever takes points counts in memory and waits for nothing; every {@link #INTERVAL} each
 * tenant's counts are added to its rows, so that any number of processes sum up.
 *
 * <p>A figure for people, not what the rate is held by. A process that is killed loses what it has
 * counted since its last pass, 15 seconds or longer while the database is away; one that is stopped
 * loses nothing. Counts whose commit is in doubt are added again. Callers and operations beyond the
 * bounds are counted without their names; no point of a tenant is missing from its sum for that.
 */
@ApplicationScoped
public class PointUse implements AutoCloseable {
  /** Callers and operations that are shown. */
  public static final int MAX_SHOWN = 10;

  static final int MAX_OPERATIONS_OF_HOUR = 50;
  static final int MAX_CALLERS_OF_HOUR = 100;

  private static final Logger LOG = Logger.getLogger(PointUse.class);
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 24 * HOUR_MINUTES;
  private static final int MOMENT_OF_DAY_MINUTES = 10;

  /** After so many tenants' failures in a row a pass gives up: it is not the tenant. */
  private static final int MAX_FAILURES = 3;

  private final TenantDatabase database;
  private final InstantSource clock;
  private final PointCounts counts = new PointCounts();
  private final AtomicLong uncounted = new AtomicLong();
  private final DueLoop loop = new DueLoop("point-use", INTERVAL, this::flush);

  public PointUse(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /**
   * That an operation was let pass. Neither blocks nor fails.
   *
   * @param operation its name, of any length; null for one without
   * @param isFirst whether these are its first points
   */
  public void countServed(Principal caller, String operation, long points, boolean isFirst) {
    count(caller, new Taken(operation, points, isFirst, true));
  }

  /** {@link #countServed} for what is taken of one that may have been refused. */
  public void countSpent(Principal caller, String operation, long points, boolean isFirst) {
    count(caller, new Taken(operation, points, isFirst, false));
  }

  private void count(Principal caller, Taken taken) {
    if (!counts.add(caller, taken, clock.instant())) {
      uncounted.incrementAndGet();
    }
  }

  /** That an operation was refused for want of points. Neither blocks nor fails. */
  public void countRefusal(UUID tenantId) {
    if (!counts.addRefusal(tenantId, clock.instant())) {
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
      LOG.warnf("points are not counted %d times: more tenants call than are told apart", missed);
    }
    int failures = 0;
    for (UUID tenantId : counts.tenants()) {
      OfTenant taken = counts.take(tenantId);
      if (taken == null) {
        continue;
      }
      try {
        database.transact(tenantId, tx -> write(tx, taken));
        failures = 0;
      } catch (RuntimeException e) {
        counts.giveBack(tenantId, taken);
        failures++;
        if (failures == MAX_FAILURES) {
          throw e;
        }
        LOG.debugf("points of tenant %s are written later: %s", tenantId, e.getMessage());
      }
      loop.beat();
    }
    return false;
  }

  private static Void write(Transaction tx, OfTenant taken) {
    PointRows.addOperations(tx, taken.operations(), MAX_OPERATIONS_OF_HOUR);
    PointRows.addCallers(tx, taken.callers(), MAX_CALLERS_OF_HOUR);
    PointRows.addMinutes(tx, taken.minutes());
    return null;
  }

  /**
   * What this or another process has counted and not written yet is missing. Callers have made sure
   * that whoever asks may read who did what.
   */
  public PointReport of(UUID tenantId, PointPeriod period) {
    Span hours = hours(period);
    Span hour = minutes(HOUR_MINUTES);
    Span day = minutes(DAY_MINUTES);
    return database.transact(
        tenantId,
        tx ->
            new PointReport(
                PointRows.all(tx, hours),
                PointRows.operations(tx, hours, MAX_SHOWN),
                PointRows.callers(tx, hours, MAX_SHOWN),
                PointRows.curve(tx, hour, 1),
                PointRows.curve(tx, day, MOMENT_OF_DAY_MINUTES)));
  }

  /**
   * What API keys took in a week.
   *
   * @param byId those that took nothing are missing
   * @param all what all callers took, with or without a key
   */
  public record OfKeys(Map<UUID, Spent> byId, Spent all) {}

  /** What each of these API keys took in a week. */
  public OfKeys ofKeys(UUID tenantId, Collection<UUID> keyIds) {
    Span week = hours(PointPeriod.WEEK);
    return database.transact(
        tenantId, tx -> new OfKeys(PointRows.ofKeys(tx, week, keyIds), PointRows.all(tx, week)));
  }

  private Span hours(PointPeriod period) {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    return new Span(
        PointRows.time(hour.minus(period.hours(), ChronoUnit.HOURS)), PointRows.time(hour));
  }

  private Span minutes(int number) {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    return new Span(
        PointRows.time(minute.minus(number, ChronoUnit.MINUTES)), PointRows.time(minute));
  }

  /** Writes what is left. */
  @Override
  public void close() {
    loop.close();
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.warnf("the last points are not written: %s", e.getMessage());
    }
  }
}
