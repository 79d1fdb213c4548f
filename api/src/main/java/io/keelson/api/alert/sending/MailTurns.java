package io.keelson.api.alert.sending;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may mail now: a mail server that does not answer holds two connections to the database, and
 * no more. Of a tenant one mails or waits at a time, and tenants come in the order in which they
 * asked, so that nobody waits for more than one of each other tenant.
 */
final class MailTurns {
  private static final int MAX_AT_ONCE = 2;
  private final Duration patience;
  private final Set<UUID> tenants = ConcurrentHashMap.newKeySet();
  private final Semaphore permits = new Semaphore(MAX_AT_ONCE, true);

  /**
   * @param patience how long a tenant waits for its turn
   */
  MailTurns(Duration patience) {
    this.patience = patience;
  }

  /**
   * Blocks until it is the tenant's turn; what is taken is released.
   *
   * @return false, at once, while another one of the tenant mails or waits, and when the turn does
   *     not come in time
   */
  boolean tryTake(UUID tenantId) {
    if (!tenants.add(tenantId)) {
      return false;
    }
    boolean taken = false;
    try {
      taken = permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!taken) {
        tenants.remove(tenantId);
      }
    }
    return taken;
  }

  void release(UUID tenantId) {
    permits.release();
    tenants.remove(tenantId);
  }
}
