package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Open sockets of tenants, over all processes. A process takes permits for a tenant a few at a
 * time, fewer the fewer are left, so that most sockets open without a look at the database; what it
 * does not use it gives back within seconds. The permits of a process that died count until it was
 * silent for {@link SocketUse#SILENCE}.
 */
public final class SocketShares implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SocketShares.class);
  private static final Duration BEAT_INTERVAL = Duration.ofSeconds(2);

  /** Rows of processes that are dead beyond doubt go. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  /** Of what is left, and not more than that many at a time. */
  private static final int PART = 64;

  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Quotas quotas;
  private final InstantSource clock;
  private final UUID holder = Ids.next();
  private final Map<UUID, Share> shares = new ConcurrentHashMap<>();
  private final DueLoop loop =
      new DueLoop("socket-shares", BEAT_INTERVAL, this::beat).withoutBackoff();

  public SocketShares(
      TenantDatabase database, SystemDatabase system, Quotas quotas, InstantSource clock) {
    this.database = database;
    this.system = system;
    this.quotas = quotas;
    this.clock = clock;
  }

  /** What this process holds for a tenant; {@code asking} orders those who need the database. */
  private static final class Share {
    private final ReentrantLock asking = new ReentrantLock();
    private long held;
    private long used;

    synchronized boolean use() {
      if (used >= held) {
        return false;
      }
      used++;
      return true;
    }

    synchronized void release() {
      used--;
    }

    synchronized long held() {
      return held;
    }

    synchronized void holds(long permits) {
      held = permits;
    }

    /** The first of what came is the asker's. */
    synchronized void granted(long permits) {
      held = permits;
      used++;
    }

    /** Takes what is not used out of circulation; how many are left. */
    synchronized long shrink() {
      held = used;
      return held;
    }

    synchronized boolean hasSpare() {
      return held > used;
    }

    synchronized boolean isIdle() {
      return held == 0 && used == 0;
    }
  }

  public void start() {
    loop.start();
  }

  /** A permit for a socket if this process has one to spare; never blocks. */
  public boolean takeIfHeld(UUID tenantId) {
    Share share = shares.get(tenantId);
    return share != null && share.use();
  }

  /**
   * A permit for a socket; what is taken must be released. Blocks a virtual thread.
   *
   * @throws QuotaExceeded when the tenant has no more
   * @throws Unavailable when nobody can find out
   */
  public void take(UUID tenantId) {
    while (!take(tenantId, shares.computeIfAbsent(tenantId, id -> new Share()))) {
      LOG.debugf("the share of tenant %s was forgotten meanwhile", tenantId);
    }
  }

  /** False when the share is not the tenant's any more. */
  private boolean take(UUID tenantId, Share share) {
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

  private void ask(UUID tenantId, Share share) {
    long held = share.held();
    Quota before =
        database.transact(
            tenantId,
            tx -> {
              Quota quota = quotas.hold(tx, QuotaName.OPEN_SOCKETS);
              if (quota.hasRoomFor(1)) {
                long more = Math.clamp(quota.left() / PART, 1, PART);
                write(tx, held + more);
                tx.afterCommit(() -> share.granted(held + more));
              }
              return quota;
            });
    if (!before.hasRoomFor(1)) {
      throw before.exceeded(1);
    }
  }

  private void write(Transaction tx, long held) {
    tx.update(
        """
        INSERT INTO tenancy.socket_share (tenant_id, holder, held, heard_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, holder) DO UPDATE SET held = excluded.held, heard_at = excluded.heard_at
        """,
        tx.tenantId(),
        holder,
        held,
        SocketUse.at(clock.instant()));
  }

  /** Gives the permit of a socket back: it has closed. Never blocks. */
  public void release(UUID tenantId) {
    shares.get(tenantId).release();
  }

  /** Says that this process lives, and gives back what it does not use. */
  boolean beat() {
    Instant now = clock.instant();
    system.transact(
        SystemUse.SOCKET_SHARES,
        tx -> {
          tx.update(
              "UPDATE tenancy.socket_share SET heard_at = $2 WHERE holder = $1",
              holder,
              SocketUse.at(now));
          tx.update(
              "DELETE FROM tenancy.socket_share WHERE heard_at < $1",
              SocketUse.at(now.minus(FORGOTTEN)));
          return null;
        });
    shares.forEach(this::giveBack);
    return false;
  }

  /** Nobody is let in with what is being given back. */
  private void giveBack(UUID tenantId, Share share) {
    if (!share.hasSpare() || !share.asking.tryLock()) {
      return;
    }
    long before = share.held();
    try {
      long left = share.shrink();
      try {
        database.transact(
            tenantId,
            tx -> {
              if (left == 0) {
                tx.update(
                    "DELETE FROM tenancy.socket_share WHERE tenant_id = $1 AND holder = $2",
                    tenantId,
                    holder);
              } else {
                write(tx, left);
              }
              return null;
            });
      } catch (RuntimeException e) {
        share.holds(before);
        LOG.debugf("what tenant %s does not use is given back later: %s", tenantId, e.getMessage());
      }
      shares.computeIfPresent(tenantId, (id, held) -> held.isIdle() ? null : held);
    } finally {
      share.asking.unlock();
    }
  }

  /** The sockets of this process are closed. */
  @Override
  public void close() {
    loop.close();
    try {
      system.transact(
          SystemUse.SOCKET_SHARES,
          tx -> tx.update("DELETE FROM tenancy.socket_share WHERE holder = $1", holder));
    } catch (RuntimeException e) {
      LOG.debugf("the shares of this process end by its silence: %s", e.getMessage());
    }
  }
}
