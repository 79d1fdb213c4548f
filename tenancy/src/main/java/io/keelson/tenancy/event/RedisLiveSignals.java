package io.keelson.tenancy.event;

import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * {@link LiveSignals} over one channel of Redis, whatever the number of topics: a process looks up
 * here who follows what a signal is about. That signals arrive is known by one of our own that
 * comes round every second.
 */
public final class RedisLiveSignals implements LiveSignals, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisLiveSignals.class);
  private static final String CHANNEL = "keelson:live";
  private static final String RELAYS = "relays";
  private static final Duration BEAT_INTERVAL = Duration.ofSeconds(1);

  /** A beat may be late, and one may get lost. */
  private static final Duration LATEST_BEAT = Duration.ofSeconds(3);

  private final RTopic channel;
  private final LongSupplier nanoTime;
  private final String ownBeat = "beat:" + UUID.randomUUID();
  private final Map<String, List<Runnable>> followers = new ConcurrentHashMap<>();
  private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isStarted = new AtomicBoolean();
  private final AtomicBoolean isSubscribing = new AtomicBoolean();
  private final DueLoop beats = new DueLoop("signals", BEAT_INTERVAL, this::beat).withoutBackoff();
  private volatile Long heardAtNanos;

  public RedisLiveSignals(RedissonClient redis) {
    this(redis, System::nanoTime);
  }

  RedisLiveSignals(RedissonClient redis, LongSupplier nanoTime) {
    this.channel = redis.getTopic(CHANNEL, StringCodec.INSTANCE);
    this.nanoTime = nanoTime;
  }

  @Override
  public void signal(UUID tenantId, String topic) {
    publish(key(tenantId, topic));
  }

  @Override
  public Following follow(UUID tenantId, String topic, Runnable onSignal) {
    return follow(key(tenantId, topic), onSignal);
  }

  @Override
  public void wakeRelays() {
    publish(RELAYS);
  }

  @Override
  public Following followRelays(Runnable onWake) {
    return follow(RELAYS, onWake);
  }

  @Override
  public boolean arrive() {
    Long heard = heardAtNanos;
    return heard != null && nanoTime.getAsLong() - heard <= LATEST_BEAT.toNanos();
  }

  @Override
  public Following followReturns(Runnable listener) {
    onReturn.add(listener);
    start(); // the first beat may come round at once
    return () -> onReturn.remove(listener);
  }

  @Override
  public void close() {
    if (isStarted.get()) {
      beats.close();
    }
  }

  private static String key(UUID tenantId, String topic) {
    return tenantId + ":" + topic;
  }

  private Following follow(String key, Runnable onSignal) {
    start();
    followers.compute(
        key,
        (name, before) -> {
          List<Runnable> all = before == null ? new CopyOnWriteArrayList<>() : before;
          all.add(onSignal);
          return all;
        });
    return () ->
        followers.computeIfPresent(
            key,
            (name, all) -> {
              all.remove(onSignal);
              return all.isEmpty() ? null : all;
            });
  }

  private void start() {
    if (isStarted.compareAndSet(false, true)) {
      subscribe();
      beats.start();
    }
  }

  /** The client subscribes again by itself when Redis is back, once it could for the first time. */
  private void subscribe() {
    if (!isSubscribing.compareAndSet(false, true)) {
      return;
    }
    try {
      channel
          .addListenerAsync(String.class, (name, message) -> receive(message))
          .whenComplete(
              (id, failure) -> {
                if (failure != null) {
                  isSubscribing.set(false);
                  LOG.debugf("no subscription to %s: %s", CHANNEL, failure.getMessage());
                }
              });
    } catch (RuntimeException e) {
      isSubscribing.set(false);
      LOG.debugf("no subscription to %s: %s", CHANNEL, e.getMessage());
    }
  }

  private boolean beat() {
    subscribe();
    publish(ownBeat);
    return false;
  }

  private void receive(String message) {
    if (message.equals(ownBeat)) {
      boolean hasReturned = !arrive();
      heardAtNanos = nanoTime.getAsLong();
      if (hasReturned) {
        onReturn.forEach(Runnable::run);
      }
      return;
    }
    List<Runnable> woken = followers.get(message);
    if (woken != null) {
      woken.forEach(Runnable::run);
    }
  }

  private void publish(String message) {
    try {
      channel
          .publishAsync(message)
          .whenComplete(
              (receivers, failure) -> {
                if (failure != null) {
                  LOG.debugf("no wake-up over %s: %s", CHANNEL, failure.getMessage());
                }
              });
    } catch (RuntimeException e) {
      LOG.debugf("no wake-up over %s: %s", CHANNEL, e.getMessage());
    }
  }
}
