package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Open sockets of tenants, over all processes. A process takes permits for a tenant a few at a
 * time, fewer the fewer are left, so that most sockets open without a look at the database; what it
 * does not use it gives back within seconds. The permits of a process that died count until it was
 * silent for {@link SocketUse#SILENCE}.
 */
public final class SocketShares implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SocketShares.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** After so long without a beat, nothing is taken before the next one. */
  private static final Duration MAX_UNHEARD = SocketUse.SILENCE.dividedBy(3);

  /** How long a tenant that has no more permits is refused without asking again. */
  static final Duration REFUSAL = Duration.ofSeconds(1);

  /** Of what is left, and not more than that many at a time. */
  private static final int PART = 64;

  private static final int MAX_SETTLED_AT_ONCE = 1_000;

  private final TenantDatabase database;
  private final Quotas quotas;
  private final SocketRows rows;
  private final LongSupplier nanoClock;
  private final Map<UUID, SocketShare> shares = new ConcurrentHashMap<>();

  // A loop of its own: were it late, no other process would count the sockets of this one.
  private final DueLoop heartbeat =
      new DueLoop("socket-heartbeat", INTERVAL, this::beat).withoutBackoff();
  private final DueLoop settling =
      new DueLoop("socket-shares", INTERVAL, this::settle).withoutBackoff();
  private volatile boolean isHeard;
  private volatile long heardAtNanos;

  public SocketShares(TenantDatabase database, SystemDatabase system, Quotas quotas) {
    this(database, system, quotas, System::nanoTime);
  }

  SocketShares(
      TenantDatabase database, SystemDatabase system, Quotas quotas, LongSupplier nanoClock) {
    this.database = database;
    this.quotas = quotas;
    this.rows = new SocketRows(system);
    this.nanoClock = nanoClock;
  }

  public void start() {
    heartbeat.start();
    settling.start();
  }

  /** A permit for a socket if this process has one to spare; never blocks. */
  public boolean takeIfHeld(UUID tenantId) {
    SocketShare share = shares.get(tenantId);
    return share != null && share.use();
  }

  /**
   * A permit for a socket; what is taken must be released. Blocks a virtual thread.
   *
   * @throws QuotaExceeded when the tenant has no more
   * @throws Unavailable when nobody can find out
   */
  public void take(UUID tenantId) {
    while (!take(tenantId, shares.computeIfAbsent(tenantId, id -> new SocketShare()))) {
      LOG.debugf("the share of tenant %s was forgotten meanwhile", tenantId);
    }
  }

  /** False when the share is not the tenant's any more. */
  private boolean take(UUID tenantId, SocketShare share) {
    share.asking.lock();
    try {
      if (shares.get(tenantId) != share) {
        return false;
      }
      if (!share.use()) {
        ask(tenantId, share);
      }
      return true;
    } finally {
      share.asking.unlock();
    }
  }

  private void ask(UUID tenantId, SocketShare share) {
    Quota refusal = share.refusal(nanoClock.getAsLong());
    if (refusal != null) {
      throw refusal.exceeded(1);
    }
    if (!isHeard || nanoClock.getAsLong() - heardAtNanos > MAX_UNHEARD.toNanos()) {
      beat();
    }
    Quota before = database.transact(tenantId, tx -> grant(tx, share));
    if (!before.hasRoomFor(1)) {
      share.refuse(before, nanoClock.getAsLong() + REFUSAL.toNanos());
      throw before.exceeded(1);
    }
  }

  /** Until it is known that the transaction is committed, what it wrote is in doubt. */
  private Quota grant(Transaction tx, SocketShare share) {
    Quota quota = quotas.hold(tx, QuotaName.OPEN_SOCKETS);
    if (quota.hasRoomFor(1)) {
      long more = Math.clamp(quota.left() / PART, 1, PART);
      long held = share.held() + more;
      share.doubt();
      long opened = share.used() + 1;
      rows.write(tx, held, opened);
      tx.afterCommit(() -> share.granted(held, opened));
      quotas.markShown(tx, quota.name());
    }
    return quota;
  }

  /** Gives the permit of a socket back: it has closed. Never blocks. */
  public void release(UUID tenantId) {
    shares.get(tenantId).release();
  }

  /** Says that this process lives. If rows of it are missing, all of them are written again. */
  boolean beat() {
    long now = nanoClock.getAsLong();
    long expected = shares.values().stream().filter(share -> share.held() > 0).count();
    long found = rows.beat();
    heardAtNanos = now;
    isHeard = true;
    if (found < expected) {
      LOG.debugf("%d of %d shares of this process are there", found, expected);
      shares.values().forEach(SocketShare::doubt);
      settling.wake();
    }
    return false;
  }

  /** Gives back what is not used, and writes again what is in doubt or shown otherwise. */
  boolean settle() {
    List<UUID> due = new ArrayList<>();
    long now = nanoClock.getAsLong();
    shares.forEach(
        (tenantId, share) -> {
          if (share.isToBeWritten() || share.isIdle(now)) {
            due.add(tenantId);
          }
        });
    for (int i = 0; i < due.size(); i += MAX_SETTLED_AT_ONCE) {
      settle(due.subList(i, Math.min(i + MAX_SETTLED_AT_ONCE, due.size())));
    }
    rows.forgetDead();
    return false;
  }

  /** Nobody is let in with what is being given back; a share that somebody asks for stays. */
  private void settle(List<UUID> tenantIds) {
    Map<UUID, SocketShare> locked = new HashMap<>();
    try {
      for (UUID tenantId : tenantIds) {
        SocketShare share = shares.get(tenantId);
        if (share != null && share.asking.tryLock()) {
          locked.put(tenantId, share);
        }
      }
      write(locked);
      locked.forEach(this::removeIfIdle);
    } finally {
      locked.values().forEach(share -> share.asking.unlock());
    }
  }

  private void write(Map<UUID, SocketShare> locked) {
    Map<UUID, Long> held = new HashMap<>();
    locked.forEach(
        (tenantId, share) -> {
          if (share.isToBeWritten()) {
            held.put(tenantId, share.shrink());
          }
        });
    if (!held.isEmpty()) {
      rows.write(held);
      held.forEach((tenantId, left) -> locked.get(tenantId).written(left));
      // At least so many of the tenant's are open: those of other processes come with Peaks.
      held.forEach((tenantId, left) -> quotas.marks().note(tenantId, QuotaName.OPEN_SOCKETS, left));
    }
  }

  private void removeIfIdle(UUID tenantId, SocketShare share) {
    if (share.isIdle(nanoClock.getAsLong())) {
      shares.remove(tenantId, share);
    }
  }

  /** Of how many tenants this process remembers something. */
  int tenants() {
    return shares.size();
  }

  /** The sockets of this process are closed. */
  @Override
  public void close() {
    heartbeat.close();
    settling.close();
    try {
      rows.end();
    } catch (RuntimeException e) {
      LOG.debugf("the shares of this process end by its silence: %s", e.getMessage());
    }
  }
}
