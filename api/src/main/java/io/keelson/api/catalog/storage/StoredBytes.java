package io.keelson.api.catalog.storage;

import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What a project stores, as far as it has been metered, and the changes since. */
final class StoredBytes {
  /** Changes that one transaction takes over, as far as they came at different times. */
  private static final int MAX_CHANGES = 50_000;

  private StoredBytes() {}

  record Window(OffsetDateTime from, OffsetDateTime to) {}

  /**
   * From when on the project is to be metered next; until the transaction ends nobody else meters
   * it.
   *
   * @param startOf the beginning of the window that an instant is in
   * @return empty where it stores nothing and nothing has come
   */
  static Optional<OffsetDateTime> lock(
      Transaction tx, UUID projectId, UnaryOperator<OffsetDateTime> startOf) {
    Optional<Row> meter = lockMeter(tx, projectId);
    if (meter.isEmpty()) {
      Optional<OffsetDateTime> first = firstChange(tx, projectId).map(startOf);
      if (first.isEmpty()) {
        return Optional.empty();
      }
      tx.update(
          """
          INSERT INTO catalog.storage_meter (tenant_id, project_id, metered_until)
          VALUES ($1, $2, $3)
          ON CONFLICT DO NOTHING
          """,
          tx.tenantId(),
          projectId,
          first.get());
      meter = lockMeter(tx, projectId);
    }
    OffsetDateTime until = meter.orElseThrow().getOffsetDateTime("metered_until");
    if (meter.orElseThrow().getLong("bytes") > 0) {
      return Optional.of(until);
    }
    // Another process may have metered it meanwhile. While nothing was stored no window was due.
    return firstChange(tx, projectId)
        .map(startOf)
        .map(first -> first.isAfter(until) ? first : until);
  }

  private static Optional<Row> lockMeter(Transaction tx, UUID projectId) {
    return tx.one(
        """
        SELECT metered_until, bytes
        FROM catalog.storage_meter
        WHERE tenant_id = $1 AND project_id = $2
        FOR NO KEY UPDATE
        """,
        tx.tenantId(),
        projectId);
  }

  private static Optional<OffsetDateTime> firstChange(Transaction tx, UUID projectId) {
    return tx.one(
            """
            SELECT min(at) AS first
            FROM catalog.storage_change
            WHERE tenant_id = $1 AND project_id = $2
            """,
            tx.tenantId(),
            projectId)
        .map(row -> row.getOffsetDateTime("first"));
  }

  static Optional<OffsetDateTime> lastChange(Transaction tx, UUID projectId) {
    return tx.one(
            """
            SELECT max(at) AS last
            FROM catalog.storage_change
            WHERE tenant_id = $1 AND project_id = $2
            """,
            tx.tenantId(),
            projectId)
        .map(row -> row.getOffsetDateTime("last"));
  }

  /** The window, or its beginning where it has too many changes for one transaction. */
  static Window bounded(Transaction tx, UUID projectId, Window window) {
    return bounded(tx, projectId, window, MAX_CHANGES);
  }

  static Window bounded(Transaction tx, UUID projectId, Window window, int maxChanges) {
    return tx.one(
            """
            SELECT at
            FROM catalog.storage_change
            WHERE tenant_id = $1 AND project_id = $2 AND at > $3 AND at < $4
            ORDER BY at
            LIMIT 1 OFFSET $5
            """,
            tx.tenantId(),
            projectId,
            window.from(),
            window.to(),
            maxChanges)
        .map(row -> new Window(window.from(), row.getOffsetDateTime("at")))
        .orElse(window);
  }

  /**
   * Takes over the changes up to the window's end, and says what was stored in it. A file of which
   * word comes late counts from the window's beginning.
   *
   * @return bytes times seconds
   */
  static BigDecimal advance(Transaction tx, UUID projectId, Window window) {
    return tx.one(
            """
            WITH taken AS (
              DELETE FROM catalog.storage_change
              WHERE tenant_id = $1 AND project_id = $2 AND at < $4
              RETURNING digest, size_bytes, holders, at
            ),
            changed AS (
              SELECT t.digest, t.size_bytes, t.since, t.until, coalesce(o.holders, 0) AS before,
                     coalesce(o.holders, 0) + t.holders AS after
              FROM (
                SELECT digest, max(size_bytes) AS size_bytes, sum(holders) AS holders,
                       greatest(min(at) FILTER (WHERE holders > 0), $3) AS since,
                       greatest(max(at) FILTER (WHERE holders < 0), $3) AS until
                FROM taken
                GROUP BY digest
              ) t
              LEFT JOIN catalog.storage_object o
                ON o.tenant_id = $1 AND o.project_id = $2 AND o.digest = t.digest
            ),
            gone AS (
              DELETE FROM catalog.storage_object o
              USING changed c
              WHERE o.tenant_id = $1 AND o.project_id = $2 AND o.digest = c.digest AND c.after <= 0
            ),
            held AS (
              INSERT INTO catalog.storage_object AS o (tenant_id, project_id, digest, size_bytes, holders)
              SELECT $1, $2, digest, size_bytes, after
              FROM changed
              WHERE after > 0
              ON CONFLICT (tenant_id, project_id, digest) DO UPDATE SET holders = excluded.holders
            ),
            sums AS (
              SELECT coalesce(sum(size_bytes) FILTER (WHERE before > 0 AND after <= 0), 0) AS gone,
                     coalesce(sum(size_bytes) FILTER (WHERE before = 0 AND after > 0), 0) AS come,
                     coalesce(
                       sum(size_bytes * extract(epoch FROM $4 - since)) FILTER (WHERE before = 0 AND after > 0),
                       0)
                     + coalesce(
                       sum(size_bytes * extract(epoch FROM until - $3)) FILTER (WHERE before > 0 AND after <= 0),
                       0)
                     + coalesce(
                       sum(size_bytes * greatest(0, extract(epoch FROM until - since)))
                         FILTER (WHERE before = 0 AND after <= 0),
                       0) AS part_byte_seconds
              FROM changed
            )
            UPDATE catalog.storage_meter m
            SET metered_until = $4, bytes = m.bytes - s.gone + s.come
            FROM sums s
            WHERE m.tenant_id = $1 AND m.project_id = $2
            RETURNING (m.bytes - s.come) * extract(epoch FROM $4 - $3::timestamptz) + s.part_byte_seconds
              AS byte_seconds
            """,
            tx.tenantId(),
            projectId,
            window.from(),
            window.to())
        .orElseThrow()
        .getBigDecimal("byte_seconds");
  }
}
