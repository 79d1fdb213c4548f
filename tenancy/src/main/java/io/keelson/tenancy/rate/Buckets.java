package io.keelson.tenancy.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The buckets of one process, and what it says of them to Redis: it asks for points ahead of need,
 * and tells of what it took. All that takes a bucket wants its lock.
 */
final class Buckets {
  private static final Logger LOG = Logger.getLogger(Buckets.class);
  private static final long MAX_BUCKETS = 200_000;
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final SharedPoints shared;
  private final Company company;
  private final InstantSource clock;
  private final Cache<String, Bucket> byName =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(IDLE).build();

  Buckets(SharedPoints shared, Company company, InstantSource clock) {
    this.shared = shared;
    this.company = company;
    this.clock = clock;
  }

  Bucket named(String name) {
    return byName.get(name, made -> new Bucket(made, shared.newHolder()));
  }

  /** Begins a new minute if there is one, and takes over the limit. */
  void now(Bucket bucket, long limit) {
    bucket.at(clock.millis(), limit, company.processes(), company.isAway(), company.answeredAtMs());
  }

  long secondsToNextMinute() {
    long leftMs = Bucket.WINDOW_MS - Math.floorMod(clock.millis(), Bucket.WINDOW_MS);
    return Math.ceilDiv(leftMs, 1_000);
  }

  /**
   * @throws PointsUsedUp when the bucket does not have so many
   */
  void refuseWithout(Bucket bucket, long points, PointAccount.Refusing refusing) {
    if (bucket.admits(points, company.processes())) {
      return;
    }
    refusing.refused().increment();
    // What others give back is heard of although nothing is taken.
    bucket.take(0);
    if (!bucket.isLocal() && !bucket.isFresh() && bucket.remaining() >= points) {
      askIfDue(bucket);
      throw new PointsUsedUp(
          refusing.limit(),
          bucket.limit(),
          "how many points of this minute are left is being asked for: %d of %d at most, %d asked for"
              .formatted(bucket.remaining(), bucket.limit(), points),
          Duration.ofSeconds(1));
    }
    throw new PointsUsedUp(
        refusing.limit(),
        bucket.limit(),
        "the points of this minute are used up: %d of %d are left, %d asked for"
            .formatted(bucket.remaining(), bucket.limit(), points),
        Duration.ofSeconds(secondsToNextMinute()));
  }

  /** Asks Redis for more where little is left. */
  void askIfDue(Bucket bucket) {
    ask(bucket, bucket.toAsk());
  }

  /**
   * @param wanted in all; negative for nothing to ask
   */
  private void ask(Bucket bucket, long wanted) {
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
        company.hasAnswered();
        bucket.heard(window, answer.granted(), answer.others(), clock.millis());
        // More may have been handed out meanwhile.
        askIfDue(bucket);
      } else {
        LOG.debugf("points of %s are handed out alone: %s", bucket.name(), failure.getMessage());
        bucket.alone(window, clock.millis(), company.processes(), company.answeredAtMs());
      }
    }
  }

  /**
   * Tells Redis what it does not know yet.
   *
   * @param again whether also what it was told before, which it may have lost
   */
  void tell(boolean again) {
    byName
        .asMap()
        .values()
        .forEach(
            bucket -> {
              synchronized (bucket) {
                if (isOfThisMinute(bucket)) {
                  ask(bucket, bucket.toTell(again));
                }
              }
            });
  }

  private boolean isOfThisMinute(Bucket bucket) {
    return bucket.window() == Math.floorDiv(clock.millis(), Bucket.WINDOW_MS);
  }

  /** As the cache does with what nobody used for long. */
  void forgetIdle() {
    byName.invalidateAll();
  }

  /** What the process has ahead is the others' again; blocks for so long at most. */
  void giveBack(Duration patience) {
    List<CompletableFuture<?>> told = new ArrayList<>();
    byName.asMap().values().forEach(bucket -> told.add(giveBack(bucket)));
    CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(lost -> null)
        .join();
  }

  private CompletableFuture<?> giveBack(Bucket bucket) {
    synchronized (bucket) {
      return isOfThisMinute(bucket) && bucket.hasAhead()
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
