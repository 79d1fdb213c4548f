package io.keelson.api.catalog.collection.intake;

import io.keelson.api.catalog.collection.CollectorRows;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the events of a request. Locks are taken in one order by all who write: keys by their
 * value, then the stream of rows, then that of dead letters.
 */
final class BatchWriter {
  private final Transaction tx;
  private final UUID collectorId;
  private final OffsetDateTime now;
  private long storedBytes;

  BatchWriter(Transaction tx, UUID collectorId, OffsetDateTime now) {
    this.tx = tx;
    this.collectorId = collectorId;
    this.now = now;
  }

  /**
   * @param rejected how many events of the request were none
   * @throws NotFound when the collector has been deleted
   */
  Taken write(List<CollectedEvent> events, int rejected) {
    List<CollectedEvent> fresh = fresh(events);
    List<CollectedEvent> rows = fresh.stream().filter(event -> !event.isDead()).toList();
    List<CollectedEvent> dead = fresh.stream().filter(CollectedEvent::isDead).toList();
    int duplicates = events.size() - fresh.size();
    add(false, Batch.of(rows), duplicates, rejected);
    if (!dead.isEmpty()) {
      add(true, Batch.of(dead), 0, 0);
    }
    return new Taken(rows.size(), duplicates, dead.size());
  }

  /** What was written is kept as so many bytes. */
  long storedBytes() {
    return storedBytes;
  }

  /** Those that have not come before, each once, in their order. */
  private List<CollectedEvent> fresh(List<CollectedEvent> events) {
    UUID[] keys =
        events.stream()
            .map(CollectedEvent::key)
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toArray(UUID[]::new);
    Set<UUID> unseen = keys.length == 0 ? Set.of() : insert(keys);
    List<CollectedEvent> fresh = new ArrayList<>(events.size());
    for (CollectedEvent event : events) {
      if (event.key() == null || unseen.remove(event.key())) {
        fresh.add(event);
      }
    }
    return fresh;
  }

  /** Waits for others who bring the same, and then finds it there. */
  private Set<UUID> insert(UUID[] keys) {
    Set<UUID> unseen = new HashSet<>();
    tx.query(
            """
            INSERT INTO catalog.collected_key (tenant_id, collector_id, key, seen_at)
            SELECT $1, $2, key, $4
            FROM unnest($3::uuid[]) AS key
            ON CONFLICT (tenant_id, collector_id, key) DO NOTHING
            RETURNING key
            """,
            tx.tenantId(),
            collectorId,
            keys,
            now)
        .forEach(row -> unseen.add(row.getUUID("key")));
    return unseen;
  }

  private void add(boolean isDead, Batch batch, int duplicates, int rejected) {
    long number =
        tx.one(
                """
                UPDATE catalog.collector_backlog AS b
                SET last_batch = b.last_batch + least($4::bigint, 1), rows = b.rows + $4, bytes = b.bytes + $5,
                  stored_bytes = b.stored_bytes + $6, accepted = b.accepted + $4,
                  duplicates = b.duplicates + $7, rejected = b.rejected + $8,
                  oldest_at = CASE WHEN $4 = 0 THEN b.oldest_at ELSE coalesce(b.oldest_at, $9) END,
                  due_at = CASE
                    WHEN $4 = 0 THEN b.due_at
                    WHEN b.rows + $4 >= c.seal_after_rows OR b.bytes + $5 >= c.seal_after_bytes
                      THEN least(b.due_at, $9)
                    ELSE coalesce(b.due_at, $9 + c.seal_after_s * interval '1 second') END
                FROM catalog.collector c
                WHERE b.tenant_id = $1 AND b.collector_id = $2 AND b.dead = $3 AND NOT b.closed
                  AND c.tenant_id = b.tenant_id AND c.id = b.collector_id
                RETURNING b.last_batch
                """,
                tx.tenantId(),
                collectorId,
                isDead,
                (long) batch.rows(),
                (long) batch.bytes(),
                (long) batch.content().length,
                (long) duplicates,
                (long) rejected,
                now)
            .orElseThrow(() -> new NotFound(CollectorRows.WHAT))
            .getLong("last_batch");
    if (!batch.isEmpty()) {
      insert(isDead, number, batch);
    }
  }

  private void insert(boolean isDead, long number, Batch batch) {
    tx.update(
        """
        INSERT INTO catalog.collected_batch
          (tenant_id, collector_id, dead, number, rows, bytes, received_at, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        collectorId,
        isDead,
        number,
        batch.rows(),
        batch.bytes(),
        now,
        Buffer.buffer(batch.content()));
    storedBytes += batch.content().length;
  }
}
