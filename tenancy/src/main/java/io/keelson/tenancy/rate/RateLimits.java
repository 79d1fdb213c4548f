package io.keelson.tenancy.rate;

import io.keelson.tenancy.loop.DueLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.redisson.api.RedissonClient;

/**
 * Holds tenants and API keys to their points of cost a minute, over all processes. No caller waits
 * for Redis: points are taken from what this process has, and more is asked for beside that. When
 * Redis is away each process goes on with its part alone, by the number of processes that there
 * were; one that never heard of the others takes a tenth. The gauge {@code keelson.rate.alone} says
 * so.
 */
public final class RateLimits implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** For what a process that ends gives back. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /** Redis may have lost what it was told, such as by a command that empties it. */
  private static final int BEATS_TO_SAY_AGAIN = 10;

  private final SharedPoints shared;
  private final PointRates rates;
  private final Company company;
  private final Buckets buckets;
  private final PointAccount.Source source;
  private final DueLoop loop = new DueLoop("rate-limits", INTERVAL, this::beat).withoutBackoff();
  private int beats;

  public RateLimits(
      RedissonClient redis, PointRates rates, InstantSource clock, MeterRegistry meters) {
    this.shared = new SharedPoints(redis);
    this.rates = rates;
    this.company = new Company(shared, clock, meters);
    this.buckets = new Buckets(shared, company, clock);
    this.source = PointAccount.Source.of(rates, buckets, meters);
  }

  /**
   * How a tenant stands.
   *
   * @param used in this minute, of all processes, with what they have taken ahead
   */
  public record TenantStanding(PointRate rate, long used) {}

  /**
   * Blocks until Redis has answered for the first time, a second at most.
   *
   * @throws IllegalArgumentException when a plan has no rate
   */
  public void start() {
    rates.standard();
    company.count();
    loop.start();
  }

  /**
   * Whose points a caller takes.
   *
   * @param keyId null for who has no API key
   */
  public PointAccount account(UUID tenantId, UUID keyId) {
    return new PointAccount(source, tenantId, keyId == null ? null : "key:" + keyId);
  }

  /** Of a person who has named no tenant: as if they were a key. */
  public PointAccount account(UUID personId) {
    return new PointAccount(source, null, "person:" + personId);
  }

  public TenantStanding standing(UUID tenantId) {
    PointRate rate = rates.of(tenantId);
    Bucket bucket = buckets.named(PointAccount.tenantName(tenantId));
    synchronized (bucket) {
      buckets.now(bucket, rate.ofTenant());
      return new TenantStanding(rate, bucket.used());
    }
  }

  /** Once a second: how many processes there are, and what buckets have to tell. */
  boolean beat() {
    company.count();
    if (!company.isAway()) {
      buckets.tell(++beats % BEATS_TO_SAY_AGAIN == 0);
    }
    return false;
  }

  void forgetIdle() {
    buckets.forgetIdle();
  }

  /** The others share what this process leaves, and what it has ahead. */
  @Override
  public void close() {
    loop.close();
    if (!company.isAway()) {
      buckets.giveBack(FAREWELL);
    }
    shared.leave();
  }
}
