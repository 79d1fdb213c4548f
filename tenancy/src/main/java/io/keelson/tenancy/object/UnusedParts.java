package io.keelson.tenancy.object;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sees to it that no part stays that no object names: a row says so before the first byte is
 * written, and goes in the transaction that makes the object, or when the parts are gone.
 */
final class UnusedParts {
  private static final Logger LOG = Logger.getLogger(UnusedParts.class);
  static final int BATCH_ROWS = 100;
  private static final Duration RETRY_DELAY = Duration.ofMinutes(5);

  private final TenantDatabase database;
  private final ObjectStore store;
  private final InstantSource clock;

  UnusedParts(TenantDatabase database, ObjectStore store, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /** From this time on the parts are deleted; moves an earlier mark. */
  void mark(Transaction tx, UUID partsId, Instant due) {
    tx.update(
        """
        INSERT INTO tenancy.unused_parts (tenant_id, parts_id, due_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, parts_id) DO UPDATE SET due_at = excluded.due_at
        """,
        tx.tenantId(),
        partsId,
        utc(due));
  }

  /** The parts belong to an object now; fails with CONFLICT when they were given up meanwhile. */
  void unmark(Transaction tx, UUID partsId) {
    tx.updateOne(
        "the write took too long and was given up",
        "DELETE FROM tenancy.unused_parts WHERE tenant_id = $1 AND parts_id = $2",
        tx.tenantId(),
        partsId);
  }

  /** Deletes marked parts that are due; what fails is tried again later by {@link #deleteDue}. */
  void delete(UUID tenantId, UUID partsId) {
    try {
      database.transact(tenantId, tx -> deleteLocked(tx, partsId));
    } catch (RuntimeException e) {
      LOG.warnf("unused parts %s of tenant %s stay for now: %s", partsId, tenantId, e.getMessage());
    }
  }

  /** The row is locked while its parts go, so that a write cannot end in between. */
  private boolean deleteLocked(Transaction tx, UUID partsId) {
    boolean due =
        tx.one(
                """
                SELECT parts_id
                FROM tenancy.unused_parts
                WHERE tenant_id = $1 AND parts_id = $2 AND due_at <= $3
                FOR NO KEY UPDATE SKIP LOCKED
                """,
                tx.tenantId(),
                partsId,
                utc(clock.instant()))
            .isPresent();
    if (!due) {
      return false;
    }
    try {
      store.deleteUnder(PartName.folder(tx.tenantId(), partsId), Set.of());
      tx.update(
          "DELETE FROM tenancy.unused_parts WHERE tenant_id = $1 AND parts_id = $2",
          tx.tenantId(),
          partsId);
    } catch (IOException e) {
      LOG.warnf(
          "unused parts %s of tenant %s stay for now: %s", partsId, tx.tenantId(), e.getMessage());
      mark(tx, partsId, clock.instant().plus(RETRY_DELAY));
    }
    return true;
  }

  /** Deletes what is due of all tenants, a batch at most; returns how many were found. */
  int deleteDue(SystemDatabase system) {
    record Due(UUID tenantId, UUID partsId) {}
    List<Due> due =
        system.transact(
            SystemUse.UPLOAD_EXPIRY,
            tx ->
                tx.list(
                    row -> new Due(row.getUUID("tenant_id"), row.getUUID("parts_id")),
                    """
                    SELECT tenant_id, parts_id
                    FROM tenancy.unused_parts
                    WHERE due_at <= $1
                    ORDER BY due_at
                    LIMIT $2
                    """,
                    utc(clock.instant()),
                    BATCH_ROWS));
    due.forEach(one -> delete(one.tenantId(), one.partsId()));
    return due.size();
  }

  /** Refuses to go on with a write that was given up, and puts the time off otherwise. */
  void postpone(UUID tenantId, UUID partsId, Instant due) {
    database.transact(
        tenantId,
        tx -> {
          int moved =
              tx.update(
                  "UPDATE tenancy.unused_parts SET due_at = $3 WHERE tenant_id = $1 AND parts_id = $2",
                  tenantId,
                  partsId,
                  utc(due));
          if (moved != 1) {
            throw new Conflict("the write took too long and was given up");
          }
          return null;
        });
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
