package io.keelson.api.catalog;

import io.keelson.tenancy.event.LiveSignals;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Wake-ups within one process. */
public final class LocalSignals implements LiveSignals {
  private final Map<String, CopyOnWriteArrayList<Runnable>> followers = new ConcurrentHashMap<>();

  @Override
  public void signal(UUID tenantId, String topic) {
    followers.getOrDefault(tenantId + topic, new CopyOnWriteArrayList<>()).forEach(Runnable::run);
  }

  @Override
  public Following follow(UUID tenantId, String topic, Runnable onSignal) {
    var all = followers.computeIfAbsent(tenantId + topic, key -> new CopyOnWriteArrayList<>());
    all.add(onSignal);
    return () -> all.remove(onSignal);
  }

  @Override
  public void wakeRelays() {}

  @Override
  public Following followRelays(Runnable onWake) {
    return () -> {};
  }
}
