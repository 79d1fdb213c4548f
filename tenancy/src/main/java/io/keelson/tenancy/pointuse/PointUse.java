package io.keelson.tenancy.pointuse;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.WriteBehind;
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

  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 24 * HOUR_MINUTES;
  private static final int MOMENT_OF_DAY_MINUTES = 10;

  private final TenantDatabase database;
  private final InstantSource clock;
  private final PointCounts counts = new PointCounts();
  private final WriteBehind<OfTenant> writing =
      new WriteBehind<>("points", INTERVAL, counts, this::write);

  public PointUse(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    writing.start();
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
      writing.miss();
    }
  }

  /** That an operation was refused for want of points. Neither blocks nor fails. */
  public void countRefusal(UUID tenantId) {
    if (!counts.addRefusal(tenantId, clock.instant())) {
      writing.miss();
    }
  }

  /** {@link WriteBehind#flush}. */
  public void flush() {
    writing.flush();
  }

  private void write(UUID tenantId, OfTenant taken) {
    database.transact(
        tenantId,
        tx -> {
          PointRows.addOperations(tx, taken.operations(), MAX_OPERATIONS_OF_HOUR);
          PointRows.addCallers(tx, taken.callers(), MAX_CALLERS_OF_HOUR);
          PointRows.addMinutes(tx, taken.minutes());
          return null;
        });
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
    writing.close();
  }
}
