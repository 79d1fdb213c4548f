package io.keelson.tenancy.event;

import java.util.UUID;
import org.jboss.logging.Logger;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** {@link LiveSignals} over Redis publish and subscribe. */
public final class RedisLiveSignals implements LiveSignals {
  private static final Logger LOG = Logger.getLogger(RedisLiveSignals.class);
  private static final String RELAYS = "keelson:relays";
  private final RedissonClient redis;

  public RedisLiveSignals(RedissonClient redis) {
    this.redis = redis;
  }

  @Override
  public void signal(UUID tenantId, String topic) {
    publish(channel(tenantId, topic));
  }

  @Override
  public Following follow(UUID tenantId, String topic, Runnable onSignal) {
    return subscribe(channel(tenantId, topic), onSignal);
  }

  @Override
  public void wakeRelays() {
    publish(RELAYS);
  }

  @Override
  public Following followRelays(Runnable onWake) {
    return subscribe(RELAYS, onWake);
  }

  private static String channel(UUID tenantId, String topic) {
    return "keelson:live:" + tenantId + ":" + topic;
  }

  private void publish(String channel) {
    try {
      redis
          .getTopic(channel, StringCodec.INSTANCE)
          .publishAsync("")
          .whenComplete(
              (receivers, failure) -> {
                if (failure != null) {
                  LOG.debugf("no wake-up over %s: %s", channel, failure.getMessage());
                }
              });
    } catch (RuntimeException e) {
      LOG.debugf("no wake-up over %s: %s", channel, e.getMessage());
    }
  }

  /**
   * Without Redis the follower lives on its polling; the client subscribes again by itself when
   * Redis is back.
   */
  private Following subscribe(String channel, Runnable onSignal) {
    RTopic topic = redis.getTopic(channel, StringCodec.INSTANCE);
    var listening =
        topic
            .addListenerAsync(String.class, (name, message) -> onSignal.run())
            .whenComplete(
                (id, failure) -> {
                  if (failure != null) {
                    LOG.debugf("no subscription to %s: %s", channel, failure.getMessage());
                  }
                });
    return () -> listening.thenAccept(topic::removeListenerAsync);
  }
}
