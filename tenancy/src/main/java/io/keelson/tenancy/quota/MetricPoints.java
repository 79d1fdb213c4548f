package io.keelson.tenancy.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Metric points a minute. Batches come too often for a row of their tenant that each of them locks
 * until it has committed: a process takes points ahead, a part of what is left in the minute, and
 * hands them to its batches from memory. The fewer are left, the smaller the part, so that the last
 * ones are taken one batch at a time and none beyond the limit. What a process has taken and not
 * used is lost with the minute.
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

  private final TenantDatabase database;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Cache<UUID, Purse> purses =
      Caffeine.newBuilder()
          .maximumSize(MAX_TENANTS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  public MetricPoints(TenantDatabase database, Quotas quotas, InstantSource clock) {
    this.database = database;
    this.quotas = quotas;
    this.clock = clock;
  }

  /** What this process holds for a tenant. */
  private static final class Purse {
    private final ReentrantLock lock = new ReentrantLock();
    private OffsetDateTime minute = OffsetDateTime.MIN;
    private long left;
    private Quota refused;
    private Instant refusedUntil = Instant.MIN;
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
        if (purse.minute.equals(minute)) {
          purse.left += points;
          purse.refusedUntil = Instant.MIN;
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
      Instant now = clock.instant();
      OffsetDateTime minute = MinuteUse.minute(now);
      if (purse.minute.isBefore(minute)) {
        purse.minute = minute;
        purse.left = 0;
        purse.refusedUntil = Instant.MIN;
      }
      if (purse.left < points) {
        fill(tenantId, purse, points, now);
      }
      purse.left -= points;
      return new Taken(purse, purse.minute, points);
    } finally {
      purse.lock.unlock();
    }
  }

  private void fill(UUID tenantId, Purse purse, long points, Instant now) {
    long missing = points - purse.left;
    if (now.isBefore(purse.refusedUntil) && !purse.refused.hasRoomFor(missing)) {
      throw exceeded(purse, points);
    }
    Quota before = database.transact(tenantId, tx -> lease(tx, purse, missing));
    if (!before.hasRoomFor(missing)) {
      purse.refused = before;
      purse.refusedUntil = now.plus(REFUSAL);
      throw exceeded(purse, points);
    }
  }

  /** What this process has left counts as not used. */
  private static QuotaExceeded exceeded(Purse purse, long points) {
    Quota refused = purse.refused;
    long used = Math.max(0, refused.used() - purse.left);
    return new Quota(refused.name(), refused.limit(), used, refused.source()).exceeded(points);
  }

  private Quota lease(Transaction tx, Purse purse, long missing) {
    Quota quota = quotas.hold(tx, QuotaName.METRIC_POINTS_PER_MINUTE);
    if (!quota.hasRoomFor(missing)) {
      return quota;
    }
    if (quota.limit().isNone()) {
      purse.left = UNLIMITED;
      return quota;
    }
    long taken = Math.max(missing, quota.left() / PART);
    purse.minute =
        tx.one(
                """
                INSERT INTO tenancy.minute_use AS m (tenant_id, name, minute, used)
                VALUES ($1, $2, $3, $4)
                ON CONFLICT (tenant_id, name) DO UPDATE SET
                  used = CASE WHEN m.minute < excluded.minute THEN excluded.used ELSE m.used + excluded.used END,
                  minute = greatest(m.minute, excluded.minute)
                RETURNING minute
                """,
                tx.tenantId(),
                quota.name().name(),
                purse.minute,
                taken)
            .orElseThrow()
            .getOffsetDateTime("minute");
    tx.afterCommit(() -> purse.left += taken);
    return quota;
  }
}
