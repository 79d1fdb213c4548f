package io.keelson.api.catalog.collection.sealing;

import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Streams whose rows are due to be sealed. Which of them a version holds is committed before it is
 * written; that it is sealed and that they are gone is one transaction. A process that dies in
 * between leaves the same to the next.
 */
final class SealingQueue {
  private static final int MAX_CANDIDATES = 20;
  private final SystemDatabase system;
  private final TenantDatabase database;
  private final DerivedVersions versions;
  private final InstantSource clock;

  SealingQueue(
      SystemDatabase system,
      TenantDatabase database,
      DerivedVersions versions,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.versions = versions;
    this.clock = clock;
  }

  /** Rows of a collector, or its dead letters. */
  record Stream(UUID tenantId, UUID collectorId, boolean isDead) {}

  /**
   * Batches that become a version.
   *
   * @param versionId of the version, as it will be
   * @param lastBatch up to and with this one
   */
  record Sealing(
      Stream stream,
      UUID versionId,
      long lastBatch,
      long rows,
      long bytes,
      long storedBytes,
      OffsetDateTime fromAt,
      OffsetDateTime toAt) {}

  /** Those that are due and that nobody works on, as far as can be seen; the oldest first. */
  List<Stream> due() {
    return system.transact(
        SystemUse.COLLECTION_QUEUE,
        tx ->
            tx.list(
                row ->
                    new Stream(
                        row.getUUID("tenant_id"),
                        row.getUUID("collector_id"),
                        row.getBoolean("dead")),
                """
                SELECT tenant_id, collector_id, dead
                FROM catalog.collector_backlog
                WHERE due_at <= $1 AND not_before <= $1
                ORDER BY due_at
                LIMIT $2
                """,
                now(),
                MAX_CANDIDATES));
  }

  /**
   * Takes a stream for so long: the sealing that was begun before, if there is one, else one of all
   * that waits now. Empty when somebody else was faster.
   */
  Optional<Sealing> claim(Stream stream, Duration lease) {
    OffsetDateTime now = now();
    return database.transact(
        stream.tenantId(),
        tx -> {
          boolean isMine =
              tx.update(
                      """
                      UPDATE catalog.collector_backlog
                      SET not_before = $5
                      WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
                        AND due_at <= $4 AND not_before <= $4
                      """,
                      stream.tenantId(),
                      stream.collectorId(),
                      stream.isDead(),
                      now,
                      now.plus(lease))
                  == 1;
          if (!isMine) {
            return Optional.empty();
          }
          return begun(tx, stream).or(() -> begin(tx, stream));
        });
  }

  private static Optional<Sealing> begun(Transaction tx, Stream stream) {
    return tx.one(
            """
            SELECT version_id, last_batch, rows, bytes, stored_bytes, from_at, to_at
            FROM catalog.collector_sealing
            WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
            """,
            stream.tenantId(),
            stream.collectorId(),
            stream.isDead())
        .map(row -> sealing(stream, row));
  }

  /** Under the lock of the stream, in whose order batches come. */
  private static Optional<Sealing> begin(Transaction tx, Stream stream) {
    return tx.one(
            """
            INSERT INTO catalog.collector_sealing
              (tenant_id, collector_id, dead, version_id, last_batch, rows, bytes, stored_bytes, from_at, to_at)
            SELECT $1, $2, $3, $4, max(number), sum(rows), sum(bytes), sum(octet_length(content)),
              min(received_at), max(received_at)
            FROM catalog.collected_batch
            WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
            HAVING count(*) > 0
            RETURNING version_id, last_batch, rows, bytes, stored_bytes, from_at, to_at
            """,
            stream.tenantId(),
            stream.collectorId(),
            stream.isDead(),
            Ids.next())
        .map(row -> sealing(stream, row));
  }

  private static Sealing sealing(Stream stream, Row row) {
    return new Sealing(
        stream,
        row.getUUID("version_id"),
        row.getLong("last_batch"),
        row.getLong("rows"),
        row.getLong("bytes"),
        row.getLong("stored_bytes"),
        row.getOffsetDateTime("from_at"),
        row.getOffsetDateTime("to_at"));
  }

  /** Keeps it for so long from now on. */
  void renew(Sealing sealing, Duration lease) {
    Stream stream = sealing.stream();
    database.transact(
        stream.tenantId(),
        tx ->
            tx.update(
                """
                UPDATE catalog.collector_backlog
                SET not_before = $4
                WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
                """,
                stream.tenantId(),
                stream.collectorId(),
                stream.isDead(),
                now().plus(lease)));
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

  /** A page of its batches, in their order; empty behind the last. */
  List<WaitingBatch> batches(Sealing sealing, long after, int limit) {
    Stream stream = sealing.stream();
    return database.transact(
        stream.tenantId(),
        tx ->
            tx.list(
                row -> new WaitingBatch(row.getLong("number"), row.getBuffer("content").getBytes()),
                """
                SELECT number, content
                FROM catalog.collected_batch
                WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3 AND number > $4 AND number <= $5
                ORDER BY number
                LIMIT $6
                """,
                stream.tenantId(),
                stream.collectorId(),
                stream.isDead(),
                after,
                sealing.lastBatch(),
                limit));
  }

  /**
   * @param content lines of JSON, compressed
   */
  record WaitingBatch(long number, byte[] content) {}

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
