package io.keelson.tenancy.event;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Delivers events to the handlers of this process's roles. Tenants take turns, each at most one at
 * a time, so that whoever has one event waits for nobody's hundred thousand. Any number of relays
 * may run: a delivery is locked while its handler works and deleted in the handler's own
 * transaction.
 */
public final class OutboxRelay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH_DELIVERIES = 100;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  private final LiveSignals signals;
  private final OutboxConfig config;
  private final Map<String, EventHandler> handlers = new HashMap<>();
  private final Deliveries deliveries;
  private final Set<UUID> served = ConcurrentHashMap.newKeySet();
  private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
  private final DueLoop loop = new DueLoop("outbox-relay", POLL_INTERVAL, this::giveTurns);
  private UUID lastTenant = Deliveries.BEFORE_ALL;
  private LiveSignals.Following following;

  public OutboxRelay(
      SystemDatabase system,
      TenantDatabase database,
      LiveSignals signals,
      InstantSource clock,
      Iterable<EventHandler> all,
      Set<String> roles) {
    this(system, database, signals, clock, all, roles, OutboxConfig.defaults());
  }

  public OutboxRelay(
      SystemDatabase system,
      TenantDatabase database,
      LiveSignals signals,
      InstantSource clock,
      Iterable<EventHandler> all,
      Set<String> roles,
      OutboxConfig config) {
    this.signals = signals;
    this.config = config;
    for (EventHandler handler : all) {
      if (roles.contains(handler.role()) && handlers.put(handler.name(), handler) != null) {
        throw new IllegalStateException("two event handlers are named " + handler.name());
      }
    }
    this.deliveries = new Deliveries(system, database, clock, config, handlers);
  }

  public void start() {
    following = signals.followRelays(loop::wake);
    loop.start();
  }

  /** Begins a turn for each tenant that waits, as far as there is room; a turn's end makes some. */
  private boolean giveTurns() {
    int room = config.tenantsAtOnce() - served.size();
    if (room <= 0) {
      return false;
    }
    for (UUID tenant : waiting(room)) {
      served.add(tenant);
      turns.execute(() -> turn(tenant));
    }
    return false;
  }

  /** The next tenants in the round, without those that have their turn now. */
  private List<UUID> waiting(int limit) {
    List<UUID> next = deliveries.tenantsAfter(lastTenant, served, limit);
    if (next.size() < limit && !lastTenant.equals(Deliveries.BEFORE_ALL)) {
      lastTenant = Deliveries.BEFORE_ALL;
      Set<UUID> taken = ConcurrentHashMap.newKeySet();
      taken.addAll(served);
      taken.addAll(next);
      next.addAll(deliveries.tenantsAfter(lastTenant, taken, limit - next.size()));
    }
    if (!next.isEmpty()) {
      lastTenant = next.getLast();
    }
    return next;
  }

  private void turn(UUID tenant) {
    boolean moved = false;
    try {
      moved = serve(tenant).moved() > 0;
    } catch (RuntimeException | Error e) {
      LOG.warnf("deliveries of tenant %s wait: %s", tenant, e.getMessage());
    } finally {
      served.remove(tenant);
      // Where nothing moved, another process is at it, or the database is away: no need to hurry.
      if (moved) {
        loop.wake();
      }
    }
  }

  private record Turn(int found, int moved) {}

  private Turn serve(UUID tenant) {
    long endNanos = System.nanoTime() + config.turnTime().toNanos();
    List<Deliveries.Due> due = deliveries.due(tenant, config.turnDeliveries());
    int moved = 0;
    for (Deliveries.Due one : due) {
      if (loop.isClosed() || (moved > 0 && System.nanoTime() > endNanos)) {
        break;
      }
      moved += deliveries.deliver(one) ? 1 : 0;
    }
    return new Turn(due.size(), moved);
  }

  /**
   * Delivers what is due now on the calling thread, tenant after tenant in turns, a batch at most;
   * returns how many deliveries were found.
   */
  public int deliverDue() {
    int found = 0;
    int moved;
    do {
      moved = 0;
      for (UUID tenant : waiting(BATCH_DELIVERIES)) {
        Turn turn = serve(tenant);
        found += turn.found();
        moved += turn.moved();
      }
    } while (moved > 0 && found < BATCH_DELIVERIES);
    return found;
  }

  /** Ends after the deliveries in progress, or interrupts those that take too long. */
  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
    turns.shutdown();
    try {
      if (!turns.awaitTermination(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        turns.shutdownNow();
      }
    } catch (InterruptedException e) {
      turns.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
