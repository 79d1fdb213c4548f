package io.keelson.tenancy.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Metric points a minute. Batches come too often for a row of their tenant that each of them locks
 * until it has committed: a process takes points ahead, a part of what is left in the minute, and
 * hands them to its batches from memory. The fewer are left, the smaller the part, so that the last
 * ones are taken one batch at a time and none beyond the limit. What a process has taken and not
 * used is lost with the minute.
 *
 * <p>Minutes are the database's: a process whose clock is wrong takes of the same minute as the
 * others, and knows by the time that has passed since it asked when that minute is over.
 */
@ApplicationScoped
public class MetricPoints {
  /** Of what is left: so many processes that stop at once waste less than a tenth. */
  private static final int PART = 64;

  /** How long a tenant whose minute is used up is refused without asking again. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  private static final long MAX_TENANTS = 100_000;

  /** More than any minute brings, and far from what a sum overflows at. */
  private static final long UNLIMITED = Long.MAX_VALUE / 2;

  private static final String MINUTE =
      """
      SELECT minute, extract(epoch FROM minute + interval '1 minute' - statement_timestamp())::float8 AS left_s
      FROM date_trunc('minute', statement_timestamp()) AS minute
      """;

  private final TenantDatabase database;
  private final Quotas quotas;
  private final LongSupplier nanoClock;
  private final Cache<UUID, Purse> purses =
      Caffeine.newBuilder()
          .maximumSize(MAX_TENANTS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  @Inject
  public MetricPoints(TenantDatabase database, Quotas quotas) {
    this(database, quotas, System::nanoTime);
  }

  MetricPoints(TenantDatabase database, Quotas quotas, LongSupplier nanoClock) {
    this.database = database;
    this.quotas = quotas;
    this.nanoClock = nanoClock;
  }

  /** What this process holds for a tenant; nothing while the minute is null. */
  private static final class Purse {
    private final ReentrantLock lock = new ReentrantLock();
    private OffsetDateTime minute;
    private long endNanos;
    private long left;
    private Quota refused;
    private long refusedUntilNanos;

    private void open(OffsetDateTime current, long ends) {
      if (!current.equals(minute)) {
        minute = current;
        left = 0;
        refused = null;
      }
      endNanos = ends;
    }

    private void closeIfOver(long nowNanos) {
      if (minute != null && nowNanos - endNanos >= 0) {
        minute = null;
        left = 0;
        refused = null;
      }
    }

    private boolean refuses(long missing, long nowNanos) {
      return refused != null && nowNanos - refusedUntilNanos < 0 && !refused.hasRoomFor(missing);
    }

    /** What this process has left counts as not used. */
    private QuotaExceeded exceeded(long points) {
      long used = Math.max(0, refused.used() - left);
      return refused.using(used).exceeded(points);
    }
  }

  /** Points that were taken, to be given back when nothing was written. */
  public final class Taken {
    private final Purse purse;
    private final OffsetDateTime minute;
    private final long points;

    private Taken(Purse purse, OffsetDateTime minute, long points) {
      this.purse = purse;
      this.minute = minute;
      this.points = points;
    }

    /** Once at most. In a later minute there is nothing to give back. */
    public void giveBack() {
      purse.lock.lock();
      try {
        if (Objects.equals(minute, purse.minute)) {
          purse.left += points;
          purse.refused = null;
        }
      } finally {
        purse.lock.unlock();
      }
    }
  }

  /**
   * Takes all of the points or none; blocks a virtual thread where this process has too few. To be
   * called outside a transaction: it has its own.
   *
   * @throws QuotaExceeded when the tenant has not so many left in this minute
   */
  public Taken take(UUID tenantId, long points) {
    Purse purse = purses.get(tenantId, id -> new Purse());
    purse.lock.lock();
    try {
      purse.closeIfOver(nanoClock.getAsLong());
      // Once more where a minute has begun between the two.
      while (purse.left < points) {
        fill(tenantId, purse, points);
      }
      purse.left -= points;
      return new Taken(purse, purse.minute, points);
    } finally {
      purse.lock.unlock();
    }
  }

  private void fill(UUID tenantId, Purse purse, long points) {
    long missing = points - purse.left;
    if (purse.refuses(missing, nanoClock.getAsLong())) {
      throw purse.exceeded(points);
    }
    Lease lease = database.transact(tenantId, tx -> lease(tx, missing));
    purse.open(lease.minute(), lease.endNanos());
    if (!lease.before().hasRoomFor(missing)) {
      purse.refused = lease.before();
      purse.refusedUntilNanos = nanoClock.getAsLong() + REFUSAL.toNanos();
      throw purse.exceeded(points);
    }
    purse.left = Math.min(UNLIMITED, purse.left + lease.points());
  }

  /**
   * @param endNanos when the minute is over at the latest, by this process's own time
   */
  private record Lease(Quota before, OffsetDateTime minute, long endNanos, long points) {}

  private Lease lease(Transaction tx, long missing) {
    Quota quota = quotas.hold(tx, QuotaName.METRIC_POINTS_PER_MINUTE);
    long askedAt = nanoClock.getAsLong();
    Row now = tx.one(MINUTE).orElseThrow();
    OffsetDateTime minute = now.getOffsetDateTime("minute");
    long end = askedAt + (long) (now.getDouble("left_s") * Duration.ofSeconds(1).toNanos());
    if (!quota.hasRoomFor(missing)) {
      return new Lease(quota, minute, end, 0);
    }
    if (quota.limit().isNone()) {
      return new Lease(quota, minute, end, UNLIMITED);
    }
    long taken = Math.max(missing, quota.left() / PART);
    quotas.mark(tx, quota.name(), quota.used() + taken);
    tx.update(
        """
        INSERT INTO tenancy.minute_use AS m (tenant_id, name, minute, used)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, name) DO UPDATE SET
          used = CASE WHEN m.minute = excluded.minute THEN m.used + excluded.used ELSE excluded.used END,
          minute = excluded.minute
        """,
        tx.tenantId(),
        quota.name().name(),
        minute,
        taken);
    return new Lease(quota, minute, end, taken);
  }
}
