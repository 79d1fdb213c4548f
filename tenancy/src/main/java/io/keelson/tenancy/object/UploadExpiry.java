package io.keelson.tenancy.object;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Ends uploads whose time is over and deletes the bytes that no object names. Any number of loops
 * may run, in any number of processes.
 */
public final class UploadExpiry implements AutoCloseable {
  private static final int BATCH_UPLOADS = 100;
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration DRAFT_LIFETIME = Duration.ofHours(24);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final ObjectStore store;
  private final UnusedParts unused;
  private final InstantSource clock;
  private final DueLoop loop = new DueLoop("upload-expiry", INTERVAL, this::cleanUp);

  public UploadExpiry(
      SystemDatabase system, TenantDatabase database, ObjectStore store, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.store = store;
    this.unused = new UnusedParts(database, store, clock);
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  private boolean cleanUp() {
    int expired = expireDue();
    int deleted = deleteDue();
    try {
      store.deleteDraftsBegunBefore(clock.instant().minus(DRAFT_LIFETIME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return expired == BATCH_UPLOADS || deleted == UnusedParts.BATCH_ROWS;
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
    loop.close();
  }
}
