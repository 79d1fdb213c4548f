package io.keelson.api.catalog.collection.sealing;

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
 * written, so that a process that dies leaves the same to the next.
 */
final class SealingQueue {
  private static final int MAX_CANDIDATES = 20;
  private final SystemDatabase system;
  private final TenantDatabase database;
  private final InstantSource clock;

  SealingQueue(SystemDatabase system, TenantDatabase database, InstantSource clock) {
    this.system = system;
    this.database = database;
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
