package io.keelson.tenancy.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.loop.DueLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.redisson.api.RedissonClient;

/**
 * Holds tenants and API keys to their points of cost a minute, over all processes. No caller waits
 * for Redis: points are taken from what this process has, and more is asked for beside that. When
 * Redis is away each process goes on with its part alone, by the number of processes that there
 * were; one that never heard of the others takes a tenth. The gauge {@code keelson.rate.alone} says
 * so.
 */
public final class RateLimits implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RateLimits.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** For what a process that ends gives back. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private static final long MAX_BUCKETS = 200_000;
  private static final Duration IDLE = Duration.ofMinutes(2);

  /** Redis may have lost what it was told, such as by a command that empties it. */
  private static final int BEATS_TO_SAY_AGAIN = 10;

  /** A process is away when it was not counted in so many beats. */
  private static final int COUNTS = 5;

  /** As long as nobody has said how many there are. */
  private static final int UNKNOWN_PROCESSES = 10;

  private final SharedPoints shared;
  private final PointRates rates;
  private final InstantSource clock;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(IDLE).build();
  private final DueLoop loop = new DueLoop("rate-limits", INTERVAL, this::beat).withoutBackoff();
  private final Counter refusedTenants;
  private final Counter refusedKeys;
  private volatile int processes = UNKNOWN_PROCESSES;
  private volatile boolean away = true;
  private volatile long answeredAtMs = Long.MIN_VALUE;
  private volatile boolean isTold;
  private final Lately lately = new Lately(COUNTS);
  private int beats;

  public RateLimits(
      RedissonClient redis, PointRates rates, InstantSource clock, MeterRegistry meters) {
    this.shared = new SharedPoints(redis);
    this.rates = rates;
    this.clock = clock;
    this.refusedTenants = refused("tenant", meters);
    this.refusedKeys = refused("key", meters);
    Gauge.builder("keelson.rate.alone", this, limits -> limits.away ? 1 : 0)
        .description("1 while Redis is away and this process hands out its own part alone")
        .register(meters);
    Gauge.builder("keelson.rate.processes", this, limits -> limits.processes)
        .description("how many processes share each minute's points, as this one last heard")
        .register(meters);
  }

  private static Counter refused(String whose, MeterRegistry meters) {
    return Counter.builder("keelson.rate.refused")
        .description("operations that were refused since their minute's points are used up")
        .tag("by", whose)
        .register(meters);
  }

  /**
   * How a caller stands, as far as this process knows.
   *
   * @param limit of the tenant's and the key's points the one that there is less left of
   * @param resetS until the next minute begins, 1 to 60
   */
  public record Standing(long limit, long remaining, long resetS) {}

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
    count();
    loop.start();
  }

  /**
   * Whose points a caller takes.
   *
   * @param keyId null for who has no API key
   */
  public Account account(UUID tenantId, UUID keyId) {
    return new Account(tenantId, keyId == null ? null : "key:" + keyId);
  }

  /** Of a person who has named no tenant: as if they were a key. */
  public Account account(UUID personId) {
    return new Account(null, "person:" + personId);
  }

  private Bucket tenant(UUID tenantId) {
    return bucket(tenantName(tenantId));
  }

  private static String tenantName(UUID tenantId) {
    return "tenant:" + tenantId;
  }

  private Bucket bucket(String name) {
    return buckets.get(name, made -> new Bucket(made, shared.newHolder()));
  }

  public TenantStanding standing(UUID tenantId) {
    PointRate rate = rates.of(tenantId);
    Bucket bucket = tenant(tenantId);
    synchronized (bucket) {
      now(bucket, rate.ofTenant());
      return new TenantStanding(rate, bucket.used());
    }
  }

  private void now(Bucket bucket, long limit) {
    bucket.at(clock.millis(), limit, processes, away, answeredAtMs);
  }

  /**
   * The points of one caller. It may outlive the buckets that they are taken from, and the plan
   * that says how many they are: both are looked up each time.
   */
  public final class Account {
    private final UUID tenantId;
    private final String tenantName;
    private final String keyName;

    /**
     * @param tenantId null for a person who has named none
     * @param keyName of the key's bucket, or the person's; null for neither
     */
    private Account(UUID tenantId, String keyName) {
      this.tenantId = tenantId;
      this.tenantName = tenantId == null ? null : tenantName(tenantId);
      this.keyName = keyName;
    }

    private PointRate rate() {
      return tenantId == null ? rates.standard() : rates.of(tenantId);
    }

    /**
     * Takes all of the points, or none. Never blocks.
     *
     * @throws RateLimited saying when to come back
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
     * @throws RateLimited when nothing is left
     */
    public void requireSome() {
      PointRate rate = rate();
      if (tenantName != null) {
        requireSome(bucket(tenantName), rate.ofTenant(), refusedTenants);
      }
      if (keyName != null) {
        requireSome(bucket(keyName), rate.ofKey(), refusedKeys);
      }
    }

    private void requireSome(Bucket bucket, long limit, Counter refused) {
      synchronized (bucket) {
        now(bucket, limit);
        refuseWithout(bucket, 1, refused);
        askIfDue(bucket, bucket.toAsk());
      }
    }

    /** The tenant's lock before the key's, by everybody. */
    private void take(long points, boolean orNone) {
      PointRate rate = rate();
      if (tenantName == null) {
        takeOfKey(rate.ofKey(), points, orNone);
        return;
      }
      Bucket tenant = bucket(tenantName);
      synchronized (tenant) {
        now(tenant, rate.ofTenant());
        if (orNone) {
          refuseWithout(tenant, points, refusedTenants);
        }
        if (keyName != null) {
          takeOfKey(rate.ofKey(), points, orNone);
        }
        tenant.take(points);
        askIfDue(tenant, tenant.toAsk());
      }
    }

    private void takeOfKey(long limit, long points, boolean orNone) {
      Bucket key = bucket(keyName);
      synchronized (key) {
        now(key, limit);
        if (orNone) {
          refuseWithout(key, points, refusedKeys);
        }
        key.take(points);
        askIfDue(key, key.toAsk());
      }
    }

    /** All limits that hold, the tenant's first. */
    public long[] limits() {
      PointRate rate = rate();
      if (tenantName == null) {
        return new long[] {rate.ofKey()};
      }
      return keyName == null
          ? new long[] {rate.ofTenant()}
          : new long[] {rate.ofTenant(), rate.ofKey()};
    }

    public Standing standing() {
      PointRate rate = rate();
      Standing ofTenant = tenantName == null ? null : standing(tenantName, rate.ofTenant());
      Standing ofKey = keyName == null ? null : standing(keyName, rate.ofKey());
      if (ofTenant == null || ofKey == null) {
        return ofTenant == null ? ofKey : ofTenant;
      }
      return ofKey.remaining() < ofTenant.remaining() ? ofKey : ofTenant;
    }

    private Standing standing(String name, long limit) {
      Bucket bucket = bucket(name);
      synchronized (bucket) {
        now(bucket, limit);
        return new Standing(bucket.limit(), bucket.remaining(), secondsToNextMinute());
      }
    }
  }

  private long secondsToNextMinute() {
    long leftMs = Bucket.WINDOW_MS - Math.floorMod(clock.millis(), Bucket.WINDOW_MS);
    return Math.ceilDiv(leftMs, 1_000);
  }

  private void refuseWithout(Bucket bucket, long points, Counter refused) {
    if (bucket.admits(points, processes)) {
      return;
    }
    refused.increment();
    // What others give back is heard of although nothing is taken.
    bucket.take(0);
    if (!bucket.isLocal() && !bucket.isFresh() && bucket.remaining() >= points) {
      askIfDue(bucket, bucket.toAsk());
      throw new RateLimited(
          "how many points of this minute are left is being asked for: %d of %d at most, %d asked for"
              .formatted(bucket.remaining(), bucket.limit(), points),
          Duration.ofSeconds(1));
    }
    throw new RateLimited(
        "the points of this minute are used up: %d of %d are left, %d asked for"
            .formatted(bucket.remaining(), bucket.limit(), points),
        Duration.ofSeconds(secondsToNextMinute()));
  }

  /** With the bucket's lock. */
  private void askIfDue(Bucket bucket, long wanted) {
    if (wanted < 0) {
      return;
    }
    long window = bucket.window();
    long own = bucket.asks();
    shared
        .ask(bucket.name(), bucket.holder(), window, own, wanted, bucket.limit())
        .whenComplete((answer, failure) -> answered(bucket, window, answer, failure));
  }

  private void answered(Bucket bucket, long window, SharedPoints.Answer answer, Throwable failure) {
    synchronized (bucket) {
      if (failure == null) {
        answeredAtMs = clock.millis();
        bucket.heard(window, answer.granted(), answer.others(), clock.millis());
        // More may have been handed out meanwhile.
        askIfDue(bucket, bucket.toAsk());
      } else {
        LOG.debugf("points of %s are handed out alone: %s", bucket.name(), failure.getMessage());
        bucket.alone(window, clock.millis(), processes, answeredAtMs);
      }
    }
  }

  /** Once a second: how many processes there are, and what buckets have to tell. */
  boolean beat() {
    count();
    if (away) {
      return false;
    }
    boolean again = ++beats % BEATS_TO_SAY_AGAIN == 0;
    buckets
        .asMap()
        .values()
        .forEach(
            bucket -> {
              synchronized (bucket) {
                if (bucket.window() == Math.floorDiv(clock.millis(), Bucket.WINDOW_MS)) {
                  askIfDue(bucket, bucket.toTell(again));
                }
              }
            });
    return false;
  }

  /** As the cache does with what nobody used for long. */
  void forgetIdle() {
    buckets.invalidateAll();
  }

  private void count() {
    CompletableFuture<Integer> counting = shared.processes();
    try {
      processes = lately.max(Math.max(1, counting.get()));
      answeredAtMs = clock.millis();
      if (away) {
        LOG.infof("points are shared by %d processes from the next minute on", processes);
      }
      away = false;
      isTold = false;
    } catch (ExecutionException e) {
      if (!isTold) {
        LOG.warnf(
            "Redis is away: this process hands out one part in %d of each minute's points alone: %s",
            processes, e.getCause().getMessage());
      }
      away = true;
      isTold = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The others share what this process leaves, and what it has ahead. */
  @Override
  public void close() {
    loop.close();
    if (!away) {
      List<CompletableFuture<?>> told = new ArrayList<>();
      buckets.asMap().values().forEach(bucket -> told.add(giveBack(bucket)));
      CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(lost -> null)
          .join();
    }
    shared.leave();
  }

  private CompletableFuture<?> giveBack(Bucket bucket) {
    synchronized (bucket) {
      return bucket.window() == Math.floorDiv(clock.millis(), Bucket.WINDOW_MS) && bucket.hasAhead()
          ? shared.ask(
              bucket.name(),
              bucket.holder(),
              bucket.window(),
              bucket.own(),
              bucket.own(),
              bucket.limit())
          : CompletableFuture.completedFuture(null);
    }
  }
}
