package io.keelson.tenancy.rate;

import io.keelson.tenancy.refusal.LimitName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;

/**
 * The points of one caller. It may outlive the buckets that they are taken from, and the plan that
 * says how many they are: both are looked up each time.
 */
public final class PointAccount {
  private final Source source;
  private final Buckets buckets;
  private final UUID tenantId;
  private final String tenantName;
  private final String keyName;

  /** Where the points come from, and who is told of refusals. */
  record Source(PointRates rates, Buckets buckets, Refusing tenants, Refusing keys) {
    static Source of(PointRates rates, Buckets buckets, MeterRegistry meters) {
      return new Source(
          rates,
          buckets,
          new Refusing(LimitName.API_RATE, refused("tenant", meters)),
          new Refusing(LimitName.API_KEY_RATE, refused("key", meters)));
    }

    private static Counter refused(String whose, MeterRegistry meters) {
      return Counter.builder("keelson.rate.refused")
          .description("operations that were refused since their minute's points are used up")
          .tag("by", whose)
          .register(meters);
    }
  }

  /** Which limit a bucket stands for, and how often those have refused. */
  record Refusing(LimitName limit, Counter refused) {}

  /**
   * @param tenantId null for a person who has named none
   * @param keyName of the key's bucket, or the person's; null for neither
   */
  PointAccount(Source source, UUID tenantId, String keyName) {
    this.source = source;
    this.buckets = source.buckets();
    this.tenantId = tenantId;
    this.tenantName = tenantId == null ? null : tenantName(tenantId);
    this.keyName = keyName;
  }

  static String tenantName(UUID tenantId) {
    return "tenant:" + tenantId;
  }

  private PointRate rate() {
    return tenantId == null ? source.rates().standard() : source.rates().of(tenantId);
  }

  /**
   * Takes all of the points, or none. Never blocks.
   *
   * @throws PointsUsedUp saying when to come back
   */
  public void take(long points) {
    take(points, true);
  }

  /** For what has been done already: takes them in any case. */
  public void record(long points) {
    take(points, false);
  }

  /**
   * Asks for points where none were asked for yet, so that they are there when the operation is
   * read.
   *
   * @throws PointsUsedUp when nothing is left
   */
  public void requireSome() {
    PointRate rate = rate();
    if (tenantName != null) {
      requireSome(buckets.named(tenantName), rate.ofTenant(), source.tenants());
    }
    if (keyName != null) {
      requireSome(buckets.named(keyName), rate.ofKey(), source.keys());
    }
  }

  private void requireSome(Bucket bucket, long limit, Refusing refusing) {
    synchronized (bucket) {
      buckets.now(bucket, limit);
      buckets.refuseWithout(bucket, 1, refusing);
      buckets.askIfDue(bucket);
    }
  }

  /** The tenant's lock before the key's, by everybody. */
  private void take(long points, boolean orNone) {
    PointRate rate = rate();
    if (tenantName == null) {
      takeOfKey(rate.ofKey(), points, orNone);
      return;
    }
    Bucket tenant = buckets.named(tenantName);
    synchronized (tenant) {
      buckets.now(tenant, rate.ofTenant());
      if (orNone) {
        buckets.refuseWithout(tenant, points, source.tenants());
      }
      if (keyName != null) {
        takeOfKey(rate.ofKey(), points, orNone);
      }
      tenant.take(points);
      buckets.askIfDue(tenant);
    }
  }

  private void takeOfKey(long limit, long points, boolean orNone) {
    Bucket key = buckets.named(keyName);
    synchronized (key) {
      buckets.now(key, limit);
      if (orNone) {
        buckets.refuseWithout(key, points, source.keys());
      }
      key.take(points);
      buckets.askIfDue(key);
    }
  }

  /** By the one of all limits that hold that there is less left of. */
  public Standing standing() {
    PointRate rate = rate();
    if (tenantName == null) {
      return standing(keyName, rate.ofKey(), List.of(rate.ofKey()));
    }
    if (keyName == null) {
      return standing(tenantName, rate.ofTenant(), List.of(rate.ofTenant()));
    }
    List<Long> limits = List.of(rate.ofTenant(), rate.ofKey());
    Standing ofTenant = standing(tenantName, rate.ofTenant(), limits);
    Standing ofKey = standing(keyName, rate.ofKey(), limits);
    return ofKey.remaining() < ofTenant.remaining() ? ofKey : ofTenant;
  }

  private Standing standing(String name, long limit, List<Long> limits) {
    Bucket bucket = buckets.named(name);
    synchronized (bucket) {
      buckets.now(bucket, limit);
      return new Standing(
          bucket.limit(), bucket.remaining(), buckets.secondsToNextMinute(), limits);
    }
  }
}
