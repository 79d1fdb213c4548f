package io.keelson.tenancy.object;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Removes objects that nothing names any more, in two steps with a grace period between them: one
 * that no row names is marked, and when no row names it at the end of the period it goes.
 *
 * <p>A writer that comes upon the same bytes meanwhile does not lose them. It says that it uses the
 * object, which takes the mark away; the row of the object is locked while it is looked at for the
 * last time, so that the writer comes either before that, and the object stays, or after it, and
 * finds no object and stores one of its own. From then on it has the grace period to name it.
 */
public final class ObjectCollection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ObjectCollection.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int BATCH_OBJECTS = 500;
  private static final int BATCH_TENANTS = 100;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final UnusedParts unused;
  private final String named;
  private final Duration grace;
  private final InstantSource clock;
  private final DueLoop loop =
      new DueLoop("object-collection", INTERVAL, this::round).lateAfter(INTERVAL.multipliedBy(3));

  /**
   * @param grace how long an object that nothing names stays; longer than any writer takes from
   *     storing an object to naming it
   */
  public ObjectCollection(
      SystemDatabase system,
      TenantDatabase database,
      ObjectStore store,
      Iterable<ObjectReferences> references,
      Duration grace,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.unused = new UnusedParts(database, store, clock);
    this.named = union(references);
    this.grace = grace;
    this.clock = clock;
  }

  private static String union(Iterable<ObjectReferences> references) {
    List<String> queries = new ArrayList<>();
    references.forEach(feature -> queries.addAll(feature.digests()));
    if (queries.isEmpty()) {
      throw new IllegalArgumentException("references: none (expected: all that name objects)");
    }
    return queries.stream()
        .map(String::strip)
        .collect(Collectors.joining("\nUNION ALL\n", "(", ") AS named (digest)"));
  }

  public void start() {
    loop.start();
  }

  /** A batch of every tenant; true when some tenant has more. */
  public boolean round() {
    boolean more = false;
    UUID after = BEFORE_ALL;
    List<UUID> tenants;
    do {
      tenants = tenants(after);
      for (UUID tenant : tenants) {
        if (loop.isClosed()) {
          return false;
        }
        more |= attempt(tenant);
        after = tenant;
        loop.beat();
      }
    } while (tenants.size() == BATCH_TENANTS);
    return more;
  }

  private List<UUID> tenants(UUID after) {
    return system.transact(
        SystemUse.TENANT_DIRECTORY,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                "SELECT tenant_id FROM tenancy.tenant WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2",
                after,
                BATCH_TENANTS));
  }

  private boolean attempt(UUID tenant) {
    try {
      return collect(tenant);
    } catch (RuntimeException e) {
      LOG.warnf("objects of tenant %s that nothing names stay: %s", tenant, e.getMessage());
      return false;
    }
  }

  /** Removes a batch of marked objects and marks a batch of others; true when there may be more. */
  boolean collect(UUID tenant) {
    Map<UUID, String> removed = database.transact(tenant, this::removeMarked);
    removed.keySet().forEach(partsId -> unused.delete(tenant, partsId));
    int marked = database.transact(tenant, this::mark);
    return removed.size() == BATCH_OBJECTS || marked == BATCH_OBJECTS;
  }

  private int mark(Transaction tx) {
    Instant now = clock.instant();
    return tx.update(
        """
        UPDATE tenancy.object
        SET unreferenced_since = $2
        WHERE tenant_id = $1
          AND unreferenced_since IS NULL
          AND used_at < $3
          AND digest = ANY (ARRAY(
            SELECT o.digest
            FROM tenancy.object o
            WHERE o.tenant_id = $1
              AND o.unreferenced_since IS NULL
              AND o.used_at < $3
              AND NOT EXISTS (SELECT 1 FROM %s WHERE named.digest = o.digest)
            LIMIT $4))
        """
            .formatted(named),
        tx.tenantId(),
        utc(now),
        utc(now.minus(grace)),
        BATCH_OBJECTS);
  }

  /** Parts and digests of what was removed. The last look at the references is under the lock. */
  private Map<UUID, String> removeMarked(Transaction tx) {
    Instant now = clock.instant();
    Map<String, UUID> locked = lockMarked(tx, now.minus(grace));
    if (locked.isEmpty()) {
      return Map.of();
    }
    Set<String> stays =
        new HashSet<>(
            tx.list(
                row -> row.getString("digest"),
                "SELECT DISTINCT named.digest FROM %s WHERE named.digest = ANY ($2)"
                    .formatted(named),
                tx.tenantId(),
                locked.keySet().toArray(String[]::new)));
    unmark(tx, stays);
    Map<UUID, String> removed = new HashMap<>();
    locked.forEach(
        (digest, partsId) -> {
          if (!stays.contains(digest)) {
            removed.put(partsId, digest);
            unused.mark(tx, partsId, now);
          }
        });
    tx.update(
        "DELETE FROM tenancy.object WHERE tenant_id = $1 AND digest = ANY ($2)",
        tx.tenantId(),
        removed.values().toArray(String[]::new));
    return removed;
  }

  private static Map<String, UUID> lockMarked(Transaction tx, Instant before) {
    Map<String, UUID> locked = new HashMap<>();
    tx.query(
            """
            SELECT digest, parts_id
            FROM tenancy.object
            WHERE tenant_id = $1 AND unreferenced_since <= $2 AND used_at <= $2
            ORDER BY unreferenced_since, digest
            LIMIT $3
            FOR UPDATE SKIP LOCKED
            """,
            tx.tenantId(),
            utc(before),
            BATCH_OBJECTS)
        .forEach(row -> locked.put(row.getString("digest"), row.getUUID("parts_id")));
    return locked;
  }

  private static void unmark(Transaction tx, Set<String> digests) {
    tx.update(
        "UPDATE tenancy.object SET unreferenced_since = NULL WHERE tenant_id = $1 AND digest = ANY ($2)",
        tx.tenantId(),
        digests.toArray(String[]::new));
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  @Override
  public void close() {
    loop.close();
  }
}
