package io.keelson.api.catalog.collection.sealing;

import io.keelson.api.catalog.collection.sealing.SealingQueue.Sealing;
import io.keelson.api.catalog.collection.sealing.SealingQueue.Stream;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** How a sealing ends: its version is there and what it holds waits no more, in one transaction. */
final class SealingEnd {
  private final TenantDatabase database;
  private final DerivedVersions versions;
  private final InstantSource clock;

  SealingEnd(TenantDatabase database, DerivedVersions versions, InstantSource clock) {
    this.database = database;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * The version is sealed with the file, and the batches are gone; false, and nothing happens, when
   * somebody else was faster.
   *
   * @param pause until the next of the stream
   */
  boolean finish(Sealing sealing, Manifest.Entry file, Duration pause) {
    Stream stream = sealing.stream();
    return database.transact(
        stream.tenantId(),
        tx -> {
          if (!end(tx, sealing)) {
            return false;
          }
          Row collector =
              tx.one(
                      """
                      SELECT CASE WHEN $3 THEN dead_letter_dataset_id ELSE dataset_id END AS dataset_id,
                        created_by, created_by_kind, created_by_id
                      FROM catalog.collector
                      WHERE tenant_id = $1 AND id = $2
                      """,
                      stream.tenantId(),
                      stream.collectorId(),
                      stream.isDead())
                  .orElseThrow();
          UUID versionId = sealing.versionId();
          versions.begin(
              tx, Actor.of(collector, "created_by"), versionId, collector.getUUID("dataset_id"));
          versions.finish(tx, versionId, List.of(file));
          tell(tx, sealing);
          remove(tx, sealing, pause);
          return true;
        });
  }

  private static boolean end(Transaction tx, Sealing sealing) {
    return tx.update(
            """
            DELETE FROM catalog.collector_sealing
            WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3 AND version_id = $4
            """,
            tx.tenantId(),
            sealing.stream().collectorId(),
            sealing.stream().isDead(),
            sealing.versionId())
        == 1;
  }

  private static void tell(Transaction tx, Sealing sealing) {
    tx.update(
        """
        INSERT INTO catalog.collected_version
          (tenant_id, dataset_version_id, collector_id, dead, rows, from_at, to_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        tx.tenantId(),
        sealing.versionId(),
        sealing.stream().collectorId(),
        sealing.stream().isDead(),
        sealing.rows(),
        sealing.fromAt(),
        sealing.toAt());
  }

  /** What came meanwhile is due by the collector's rule, as if it had found nothing there. */
  private void remove(Transaction tx, Sealing sealing, Duration pause) {
    Stream stream = sealing.stream();
    tx.update(
        """
        UPDATE catalog.collector_backlog
        SET rows = rows - $4, bytes = bytes - $5, stored_bytes = stored_bytes - $6, last_version_id = $7
        WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
        """,
        tx.tenantId(),
        stream.collectorId(),
        stream.isDead(),
        sealing.rows(),
        sealing.bytes(),
        sealing.storedBytes(),
        sealing.versionId());
    tx.update(
        """
        DELETE FROM catalog.collected_batch
        WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3 AND number <= $4
        """,
        tx.tenantId(),
        stream.collectorId(),
        stream.isDead(),
        sealing.lastBatch());
    tx.update(
        """
        UPDATE catalog.collector_backlog b
        SET not_before = $5, oldest_at = o.oldest_at,
          due_at = CASE
            WHEN b.rows = 0 THEN NULL
            WHEN b.closed OR b.rows >= c.seal_after_rows OR b.bytes >= c.seal_after_bytes THEN $4
            ELSE o.oldest_at + c.seal_after_s * interval '1 second' END
        FROM catalog.collector c,
          LATERAL (
            SELECT min(w.received_at) AS oldest_at
            FROM catalog.collected_batch w
            WHERE w.tenant_id = $1 AND w.collector_id = $2 AND w.dead = $3
          ) AS o
        WHERE b.tenant_id = $1 AND b.collector_id = $2 AND b.dead = $3
          AND c.tenant_id = $1 AND c.id = $2
        """,
        tx.tenantId(),
        stream.collectorId(),
        stream.isDead(),
        now(),
        now().plus(pause));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
