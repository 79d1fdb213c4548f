package io.keelson.tenancy.object;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends uploads whose time is over and deletes the bytes that no object names. Any number of loops
 * may run, in any number of processes.
 */
public final class UploadExpiry implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(UploadExpiry.class);
  private static final int BATCH_UPLOADS = 100;
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration DRAFT_LIFETIME = Duration.ofHours(24);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final ObjectStore store;
  private final UnusedParts unused;
  private final InstantSource clock;
  private final Semaphore ended = new Semaphore(0);
  private Thread loop;

  public UploadExpiry(
      SystemDatabase system, TenantDatabase database, ObjectStore store, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.store = store;
    this.unused = new UnusedParts(database, store, clock);
    this.clock = clock;
  }

  public void start() {
    loop = Thread.ofVirtual().name("upload-expiry").start(this::run);
  }

  private void run() {
    try {
      do {
        cleanUp();
      } while (!ended.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cleanUp() {
    try {
      expireDue();
      deleteDue();
      store.deleteDraftsBegunBefore(clock.instant().minus(DRAFT_LIFETIME));
    } catch (IOException | RuntimeException e) {
      LOG.warnf("expired uploads wait: %s", e.getMessage());
    }
  }

  /** Ends what is due now, a batch at most; returns how many uploads were ended. */
  public int expireDue() {
    record Due(UUID tenantId, UUID id) {}
    Instant now = clock.instant();
    List<Due> due =
        system.transact(
            SystemUse.UPLOAD_EXPIRY,
            tx ->
                tx.list(
                    row -> new Due(row.getUUID("tenant_id"), row.getUUID("id")),
                    """
                    SELECT tenant_id, id
                    FROM tenancy.upload
                    WHERE status = 'OPEN' AND expires_at <= $1 AND (writer IS NULL OR writer_until <= $1)
                    ORDER BY expires_at
                    LIMIT $2
                    """,
                    UploadRows.utc(now),
                    BATCH_UPLOADS));
    int expired = 0;
    for (Due one : due) {
      expired += expire(one.tenantId(), one.id(), now) ? 1 : 0;
    }
    return expired;
  }

  private boolean expire(UUID tenantId, UUID id, Instant now) {
    boolean expired =
        database.transact(
            tenantId,
            tx -> {
              if (!UploadRows.expire(tx, id, now)) {
                return false;
              }
              unused.mark(tx, id, now);
              return true;
            });
    if (expired) {
      unused.delete(tenantId, id);
    }
    return expired;
  }

  /**
   * Deletes parts that no object names, a batch at most; returns how many lots of parts were due.
   */
  public int deleteDue() {
    return unused.deleteDue(system);
  }

  @Override
  public void close() {
    ended.release();
    if (loop != null) {
      try {
        loop.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
