package io.keelson.tenancy.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.testing.TestServers;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Signals from one process to another, and that it is known whether they arrive. */
class RedisLiveSignalsIT {
  private static final long PATIENCE_S = 20;
  private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(1));
  private RedissonClient redis;
  private RedisLiveSignals here;
  private RedisLiveSignals there;

  @BeforeEach
  void open() {
    URI url = URI.create(TestServers.shared().redisUrl());
    Config config = new Config();
    String password =
        url.getUserInfo() == null ? null : url.getUserInfo().replaceFirst("^[^:]*:", "");
    config
        .setPassword(password == null || password.isEmpty() ? null : password)
        .useSingleServer()
        .setAddress(url.getScheme() + "://" + url.getHost() + ":" + url.getPort());
    redis = Redisson.create(config);
    here = new RedisLiveSignals(redis, nanos::get);
    there = new RedisLiveSignals(redis);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    redis.shutdown();
  }

  @Test
  void aSignalWakesThoseWhoFollowItsTopicInItsTenantAndNobodyElse() throws Exception {
    UUID tenant = UUID.randomUUID();
    Semaphore woken = new Semaphore(0);
    AtomicInteger others = new AtomicInteger();
    CountDownLatch arrives = new CountDownLatch(1);
    there.followReturns(arrives::countDown);
    there.follow(tenant, "job/1/log", woken::release);
    there.follow(tenant, "job/2/log", others::incrementAndGet);
    there.follow(UUID.randomUUID(), "job/1/log", others::incrementAndGet);
    LiveSignals.Following left = there.follow(tenant, "job/1/log", others::incrementAndGet);
    left.close();
    assertThat(arrives.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();

    here.signal(tenant, "job/1/log");

    assertThat(woken.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(others.get()).isZero();
  }

  @Test
  void signalsThatDoNotComeRoundAreKnownNotToArriveAndToldWhenTheyReturn() throws Exception {
    Semaphore returned = new Semaphore(0);
    assertThat(here.arrive()).isFalse();
    here.followReturns(returned::release);
    assertThat(returned.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(here.arrive()).isTrue();

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));

    // The next beat is on its way: what arrived before says nothing any more.
    assertThat(returned.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(here.arrive()).isTrue();
  }
}
