package io.keelson.tenancy.turns;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Work of many tenants side by side, of which few pieces are one tenant's: a tenant whose provider
 * lets others wait holds up its own people. Nobody waits here for what was begun.
 */
public final class TenantTurns implements AutoCloseable {
  private final int max;
  private final int maxOfTenant;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What is at work, by what it is about, and of which tenant. */
  private final Map<Object, UUID> running = new HashMap<>();

  /**
   * @param max pieces of work at a time
   * @param maxOfTenant of them one tenant's
   */
  public TenantTurns(int max, int maxOfTenant) {
    this.max = max;
    this.maxOfTenant = maxOfTenant;
  }

  /**
   * Begins the work, on a thread of its own.
   *
   * @param what it is about: of the same only one is at work
   * @return false where there is no room for it now
   */
  public synchronized boolean begin(UUID tenantId, Object what, Runnable work) {
    if (running.size() >= max
        || Collections.frequency(running.values(), tenantId) >= maxOfTenant
        || running.putIfAbsent(what, tenantId) != null) {
      return false;
    }
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            end(what);
          }
        });
    return true;
  }

  private synchronized void end(Object what) {
    running.remove(what);
  }

  /** How many pieces of work are at work of which tenant. */
  public synchronized Map<UUID, Integer> atWork() {
    return running.values().stream()
        .collect(Collectors.toMap(Function.identity(), tenantId -> 1, Integer::sum));
  }

  /** Tenants that have no room for more. */
  public Set<UUID> full() {
    return atWork().entrySet().stream()
        .filter(tenant -> tenant.getValue() >= maxOfTenant)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Interrupts what is at work: it is due again, here or elsewhere. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
