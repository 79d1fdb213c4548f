package io.keelson.tenancy.database;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whose turn it is at the pool. No tenant holds more than its share, the last connections are kept
 * for tenants that hold none, and tenants that wait take turns, however many callers each has.
 */
final class ConnectionShares {
  private static final int MAX_WAITERS_PER_TENANT = 2_000;

  private final DatabaseLimits limits;
  private final Map<UUID, Tenant> tenants = new LinkedHashMap<>();
  private int held;

  private static final class Tenant {
    private final Deque<CompletableFuture<Permit>> waiters = new ArrayDeque<>();
    private int held;
  }

  /** Leave to hold one connection; released once, by whoever asked. */
  @FunctionalInterface
  interface Permit {
    void release();
  }

  /** Of callers that share with nobody. */
  static final Permit UNSHARED = () -> {};

  ConnectionShares(DatabaseLimits limits) {
    this.limits = limits;
  }

  /**
   * Completes when it is the caller's turn, or with {@link Unavailable} when that does not come in
   * time or too many of the tenant's callers wait already.
   */
  CompletableFuture<Permit> ask(UUID tenantId) {
    CompletableFuture<Permit> turn = new CompletableFuture<>();
    synchronized (this) {
      Tenant tenant = tenants.computeIfAbsent(tenantId, id -> new Tenant());
      if (tenant.waiters.isEmpty() && mayTake(tenant)) {
        return CompletableFuture.completedFuture(take(tenantId, tenant));
      }
      if (tenant.waiters.size() >= MAX_WAITERS_PER_TENANT) {
        return CompletableFuture.failedFuture(
            new Unavailable(
                "%d callers of this tenant wait for the database (expected: fewer)"
                    .formatted(tenant.waiters.size()),
                null));
      }
      tenant.waiters.add(turn);
    }
    return bounded(tenantId, turn);
  }

  /**
   * The future in the line completes with a permit or its timeout, and one that has gets none. It
   * is completed by whoever releases a permit, another tenant's request perhaps: what follows goes
   * on in the context of the caller, for there stands whose request it is.
   */
  private CompletableFuture<Permit> bounded(UUID tenantId, CompletableFuture<Permit> turn) {
    long limitMs = limits.waitLimit().toMillis();
    Context caller = Vertx.currentContext();
    CompletableFuture<Permit> answer = new CompletableFuture<>();
    turn.orTimeout(limitMs, TimeUnit.MILLISECONDS)
        .whenComplete(
            (permit, timeout) -> {
              if (timeout == null) {
                in(caller, () -> answer.complete(permit));
                return;
              }
              forget(tenantId, turn);
              Unavailable late =
                  new Unavailable(
                      "no connection to the database for this tenant within %d ms"
                          .formatted(limitMs),
                      timeout);
              in(caller, () -> answer.completeExceptionally(late));
            });
    return answer;
  }

  /**
   * @param caller null for one outside Vert.x, who blocks
   */
  private static void in(Context caller, Runnable completion) {
    if (caller == null) {
      completion.run();
    } else {
      caller.runOnContext(nothing -> completion.run());
    }
  }

  private synchronized void forget(UUID tenantId, CompletableFuture<Permit> turn) {
    Tenant tenant = tenants.get(tenantId);
    if (tenant != null) {
      tenant.waiters.remove(turn);
      dropIfIdle(tenantId, tenant);
    }
  }

  private void release(UUID tenantId) {
    List<Grant> grants = new ArrayList<>();
    synchronized (this) {
      Tenant tenant = tenants.get(tenantId);
      tenant.held--;
      held--;
      dropIfIdle(tenantId, tenant);
      collectGrants(grants);
    }
    for (Grant grant : grants) {
      // One that has given up in the meantime leaves its turn to the next.
      if (!grant.turn.complete(grant.permit)) {
        grant.permit.release();
      }
    }
  }

  private record Grant(CompletableFuture<Permit> turn, Permit permit) {}

  /** A tenant that was served goes to the end of the line. */
  private void collectGrants(List<Grant> grants) {
    boolean served = true;
    while (served && held < limits.connections()) {
      served = false;
      for (Iterator<Map.Entry<UUID, Tenant>> line = tenants.entrySet().iterator();
          line.hasNext() && !served; ) {
        Map.Entry<UUID, Tenant> next = line.next();
        Tenant tenant = next.getValue();
        if (!tenant.waiters.isEmpty() && mayTake(tenant)) {
          line.remove();
          tenants.put(next.getKey(), tenant);
          grants.add(new Grant(tenant.waiters.poll(), take(next.getKey(), tenant)));
          served = true;
        }
      }
    }
  }

  private boolean mayTake(Tenant tenant) {
    int open = limits.connections() - held;
    return open > 0
        && tenant.held < limits.tenantConnections()
        && (tenant.held == 0 || open > limits.spareConnections());
  }

  private Permit take(UUID tenantId, Tenant tenant) {
    tenant.held++;
    held++;
    return () -> release(tenantId);
  }

  private void dropIfIdle(UUID tenantId, Tenant tenant) {
    if (tenant.held == 0 && tenant.waiters.isEmpty()) {
      tenants.remove(tenantId);
    }
  }
}
