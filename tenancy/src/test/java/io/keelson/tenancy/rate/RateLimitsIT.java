package io.keelson.tenancy.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.object.SettableClock;
import io.keelson.tenancy.refusal.LimitName;
import io.keelson.tenancy.testing.CuttableLine;
import io.keelson.tenancy.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Two processes, twenty keys, and a Redis that goes and comes. */
class RateLimitsIT {
  private static final long LIMIT = 60_000;
  private static final int KEYS = 20;
  private static final long OF_KEY = 4_000;
  private static final int POINTS = 21;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SettableClock clock = new SettableClock();
  private final UUID tenant = UUID.randomUUID();
  private final List<UUID> keys = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final Random random = new Random(11);
  private CuttableLine line;

  /** A process of the platform, as far as rates go. */
  private record Process(RedissonClient redis, RateLimits limits, SimpleMeterRegistry meters) {
    boolean isAlone() {
      return meters.get("keelson.rate.alone").gauge().value() == 1;
    }

    boolean knowsTwo() {
      return !isAlone() && meters.get("keelson.rate.processes").gauge().value() == 2;
    }

    void close() {
      limits.close();
      redis.shutdown();
    }
  }

  private static final class Rates implements PointRates {
    @Override
    public PointRate of(UUID tenantId) {
      return new PointRate(LIMIT, OF_KEY);
    }

    @Override
    public PointRate standard() {
      return new PointRate(LIMIT, OF_KEY);
    }
  }

  @BeforeEach
  void open() throws Exception {
    URI url = URI.create(TestServers.shared().redisUrl());
    line = new CuttableLine(url.getHost(), url.getPort());
    for (int i = 0; i < KEYS; i++) {
      keys.add(UUID.randomUUID());
    }
    for (int i = 0; i < 2; i++) {
      processes.add(process(url));
    }
    beatUntil("both have heard of both", () -> processes.stream().allMatch(Process::knowsTwo));
    nextMinute();
  }

  private Process process(URI url) {
    Config config = new Config();
    String password =
        url.getUserInfo() == null ? null : url.getUserInfo().replaceFirst("^[^:]*:", "");
    config.setPassword(password == null || password.isEmpty() ? null : password);
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + line.port())
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(4)
        .setTimeout(1_000)
        .setRetryAttempts(0);
    RedissonClient redis = Redisson.create(config);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    return new Process(redis, new RateLimits(redis, new Rates(), clock, meters), meters);
  }

  @AfterEach
  void close() throws Exception {
    processes.forEach(Process::close);
    line.close();
  }

  private void nextMinute() {
    clock.advance(Duration.ofMinutes(1));
  }

  private void beatUntil(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    do {
      processes.forEach(process -> process.limits().beat());
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
    } while (!holds.getAsBoolean());
  }

  private boolean admits(Process process, UUID key) {
    try {
      process.limits().account(tenant, key).take(POINTS);
      return true;
    } catch (RateLimited refused) {
      assertThat((long) refused.details().get("retryAfter")).isBetween(1L, 60L);
      return false;
    }
  }

  /** All keys in both processes ask until nobody has got anything for a while. */
  private long hammer() {
    return hammer(Long.MAX_VALUE, processes);
  }

  /**
   * @param enough points after which it stops
   * @param asked the processes that they come to
   */
  private long hammer(long enough, List<Process> asked) {
    long taken = 0;
    Instant lastTaken = Instant.now();
    while (taken < enough && Instant.now().isBefore(lastTaken.plusSeconds(2))) {
      boolean any = false;
      for (int i = 0; i < 200 && taken < enough; i++) {
        Process process = asked.get(random.nextInt(asked.size()));
        if (admits(process, keys.get(random.nextInt(KEYS)))) {
          taken += POINTS;
          any = true;
        }
      }
      if (any) {
        lastTaken = Instant.now();
      }
      processes.forEach(process -> process.limits().beat());
      // Answers come beside us, as fast as Redis is.
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    return taken;
  }

  private static void assertWithinFivePercent(String when, long taken) {
    System.out.printf("%s: %d of %d points (%.1f %%)%n", when, taken, LIMIT, 100.0 * taken / LIMIT);
    assertThat(taken).as(when).isBetween(LIMIT * 95 / 100, LIMIT * 105 / 100);
  }

  @Test
  @Tag("heavy")
  void twoProcessesAndTwentyKeysStayWithinTheLimitWhateverBecomesOfRedis() {
    assertWithinFivePercent("Redis is there", hammer());

    nextMinute();
    long before = hammer(LIMIT / 3, processes);
    line.cut();
    assertWithinFivePercent("Redis goes within the minute", before + hammer());
    assertThat(processes).allMatch(Process::isAlone);

    nextMinute();
    assertWithinFivePercent("Redis is away", hammer());

    nextMinute();
    long alone = hammer(LIMIT / 3, processes);
    line.mend();
    beatUntil("Redis is back", () -> processes.stream().noneMatch(Process::isAlone));
    assertWithinFivePercent("Redis comes back within the minute", alone + hammer());

    nextMinute();
    assertWithinFivePercent("Redis is back", hammer());
  }

  @Test
  void oneKeyHasNoMoreThanItsOwnPointsInBothProcesses() {
    Map<UUID, Long> taken = new HashMap<>();
    UUID greedy = keys.getFirst();
    Instant end = Instant.now().plusSeconds(2);
    while (Instant.now().isBefore(end)) {
      for (Process process : processes) {
        if (admits(process, greedy)) {
          taken.merge(greedy, (long) POINTS, Long::sum);
        }
      }
      processes.forEach(process -> process.limits().beat());
    }

    assertThat(taken.get(greedy)).isBetween(OF_KEY * 95 / 100, OF_KEY * 105 / 100);
    assertThat(admits(processes.getFirst(), keys.getLast())).as("another key").isTrue();
    assertThat(
            processes
                .getFirst()
                .meters()
                .get("keelson.rate.refused")
                .tag("by", "key")
                .counter()
                .count())
        .isPositive();
  }

  @Test
  void aCallerIsToldWhatIsLeftAndWhen() {
    PointAccount account = processes.getFirst().limits().account(tenant, keys.getFirst());
    clock.advance(Duration.ofSeconds(20));
    hearOfTheOthers(account);

    account.take(1_000);

    Standing standing = account.standing();
    assertThat(standing.limit()).as("the key's, of which less is left").isEqualTo(OF_KEY);
    assertThat(standing.remaining()).isEqualTo(OF_KEY - 1_000);
    assertThat(standing.resetS()).isEqualTo(40);
    assertThatThrownBy(() -> account.take(OF_KEY))
        .isInstanceOf(RateLimited.class)
        .extracting(refused -> ((RateLimited) refused).details())
        .isEqualTo(Map.of("retryAfter", 40L));
    assertThat(refusing(() -> account.take(OF_KEY))).isEqualTo(LimitName.API_KEY_RATE);
    assertThat(refusing(() -> account.take(LIMIT + 1))).isEqualTo(LimitName.API_RATE);
    account.record(OF_KEY);
    assertThatThrownBy(account::requireSome).isInstanceOf(RateLimited.class);
  }

  private static LimitName refusing(Runnable taking) {
    return catchThrowableOfType(PointsUsedUp.class, taking::run).limit();
  }

  private static void hearOfTheOthers(PointAccount account) {
    account.requireSome();
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void aProcessThatWasIdleLendsLittleOfWhatTheOtherHasUsedUp() {
    long taken = hammer(Long.MAX_VALUE, List.of(processes.getLast()));
    assertWithinFivePercent("one process has them", taken);

    PointAccount atTheOther = processes.getFirst().limits().account(tenant, null);
    assertThatThrownBy(() -> atTheOther.take(LIMIT / 2))
        .isInstanceOf(RateLimited.class)
        .extracting(refused -> ((RateLimited) refused).details())
        .as("it asks first")
        .isEqualTo(Map.of("retryAfter", 1L));
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    assertThatThrownBy(atTheOther::requireSome).isInstanceOf(RateLimited.class);
  }

  @Test
  void whatAProcessThatEndsHadAheadIsLeftToTheOthers() {
    Process ends = processes.getFirst();
    PointAccount there = ends.limits().account(tenant, null);
    hearOfTheOthers(there);
    there.take(1_000);
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());

    ends.limits().close();

    PointAccount here = processes.getLast().limits().account(tenant, null);
    hearOfTheOthers(here);
    assertThat(here.standing().remaining()).isEqualTo(LIMIT - 1_000);
  }

  @Test
  void aCallerWhoStaysOutlivesTheBucketsAndTakesFromTheNewOnes() {
    RateLimits limits = processes.getFirst().limits();
    PointAccount stays = limits.account(tenant, keys.getFirst());
    stays.record(1);
    for (int minute = 0; minute < 3; minute++) {
      nextMinute();
    }
    limits.forgetIdle();
    PointAccount comes = limits.account(tenant, keys.getFirst());
    hearOfTheOthers(comes);
    comes.take(1_000);

    stays.record(1);

    assertThat(stays.standing().remaining()).isEqualTo(OF_KEY - 1_001);
  }

  @Test
  void whatAnIdleProcessHadAheadIsUsedByTheOther() {
    Process idle = processes.getFirst();
    long taken = 0;
    for (UUID key : keys) {
      for (int i = 0; i < 20; i++) {
        if (admits(idle, key)) {
          taken += POINTS;
        }
      }
    }

    taken += hammer(Long.MAX_VALUE, List.of(processes.getLast()));

    assertWithinFivePercent("one process is idle", taken);
  }
}
