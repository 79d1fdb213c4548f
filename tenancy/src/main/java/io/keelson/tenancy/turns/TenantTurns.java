package io.keelson.tenancy.turns;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Work of many tenants side by side, of which few pieces are one tenant's: a tenant whose provider
 * lets others wait holds up its own people. A tenant gets no more pieces than there is room left,
 * so that there is always room for a tenant that has none (dynamic thresholds, Choudhury and Hahne
 * 1998, with alpha = 1). Nobody waits here for what was begun.
 */
public final class TenantTurns implements AutoCloseable {
  private final int max;
  private final int maxOfTenant;
  private final Runnable again;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What is at work, by what it is about, and of which tenant. */
  private final Map<Object, UUID> running = new HashMap<>();

  private final Map<UUID, Integer> byTenant = new HashMap<>();

  /** Whether something had no room since {@code again} last ran. */
  private boolean refused;

  /**
   * @param max pieces of work at a time
   * @param maxOfTenant of them one tenant's, at most
   */
  public TenantTurns(int max, int maxOfTenant) {
    this(max, maxOfTenant, () -> {});
  }

  /**
   * @param again runs when there is room for what had none, and when work said that more of it is
   *     due
   */
  public TenantTurns(int max, int maxOfTenant, Runnable again) {
    this.max = max;
    this.maxOfTenant = maxOfTenant;
    this.again = again;
  }

  /**
   * Begins the work, on a thread of its own.
   *
   * @param what it is about: of the same only one is at work
   * @return false where there is no room for it now
   */
  public boolean begin(UUID tenantId, Object what, Runnable work) {
    return beginSome(
        tenantId,
        what,
        () -> {
          work.run();
          return false;
        });
  }

  /**
   * Begins a piece of work that is one of several, so that others have their turn between them.
   *
   * @param work true when more of it is due at once
   */
  public synchronized boolean beginSome(UUID tenantId, Object what, BooleanSupplier work) {
    if (running.containsKey(what)) {
      return false;
    }
    if (byTenant.getOrDefault(tenantId, 0) >= mostOfTenant()) {
      refused = true;
      return false;
    }
    running.put(what, tenantId);
    byTenant.merge(tenantId, 1, Integer::sum);
    threads.execute(
        () -> {
          boolean more = false;
          try {
            more = work.getAsBoolean();
          } finally {
            end(what, more);
          }
        });
    return true;
  }

  private void end(Object what, boolean more) {
    boolean runAgain;
    synchronized (this) {
      byTenant.computeIfPresent(
          running.remove(what), (tenantId, held) -> held == 1 ? null : held - 1);
      notifyAll();
      runAgain = more || refused;
      refused = false;
    }
    if (runAgain) {
      again.run();
    }
  }

  private int mostOfTenant() {
    return Math.min(maxOfTenant, max - running.size());
  }

  /**
   * Waits until nothing is at work any more.
   *
   * @return false where something still is
   */
  public synchronized boolean awaitIdle(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!running.isEmpty() && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running.isEmpty();
  }

  /** How many pieces of work are at work of which tenant. */
  public synchronized Map<UUID, Integer> atWork() {
    return Map.copyOf(byTenant);
  }

  /** Tenants that have no room for more. */
  public synchronized Set<UUID> full() {
    return byTenant.entrySet().stream()
        .filter(tenant -> tenant.getValue() >= mostOfTenant())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Interrupts what is at work: it is due again, here or elsewhere. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
