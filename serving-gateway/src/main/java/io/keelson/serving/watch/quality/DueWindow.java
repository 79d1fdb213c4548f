package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A window that is due, and its way through the database in bounded pieces, each a transaction of
 * its own: nobody who adds to it waits for longer than one takes.
 */
record DueWindow(UUID tenantId, UUID endpointId, OffsetDateTime windowAt, int ruleVersion) {
  private static final int INFERENCES_AT_ONCE = 10_000;
  private static final int ROWS_AT_ONCE = 5_000;

  static DueWindow of(Row row) {
    return new DueWindow(
        row.getUUID("tenant_id"),
        row.getUUID("endpoint_id"),
        row.getOffsetDateTime("window_at"),
        row.getInteger("rule_version"));
  }

  /**
   * A window that this process computes; whoever adds to it meanwhile makes it due earlier.
   *
   * @param until when it is due again unless it is computed by then
   */
  record Claim(
      int windowSeconds, QualityMeasure measure, OffsetDateTime freezeAt, OffsetDateTime until) {}

  /** Empty where another process has it, or had. */
  Optional<Claim> claim(TenantDatabase database, OffsetDateTime now, OffsetDateTime until) {
    return database.transact(
        tenantId,
        tx ->
            tx.one(
                    """
                    UPDATE serving.quality_due
                    SET due_at = $6
                    WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND rule_version = $4
                      AND due_at <= $5
                    RETURNING window_s, measure, freeze_at
                    """,
                    tenantId,
                    endpointId,
                    windowAt,
                    ruleVersion,
                    now,
                    until)
                .map(
                    row ->
                        new Claim(
                            row.getInteger("window_s"),
                            QualityMeasure.valueOf(row.getString("measure")),
                            row.getOffsetDateTime("freeze_at"),
                            until)));
  }

  /** By revision. */
  Map<Integer, WindowSums> count(TenantDatabase database, QualityMeasure measure) {
    Map<Integer, WindowSums> byRevision = new HashMap<>();
    for (String after = ""; after != null; ) {
      after = countPiece(database, measure, after, byRevision);
    }
    return byRevision;
  }

  /** The inference that the next piece begins after; null after the last one. */
  private String countPiece(
      TenantDatabase database,
      QualityMeasure measure,
      String after,
      Map<Integer, WindowSums> byRevision) {
    String last = null;
    for (Row row :
        database.read(
            tenantId,
            """
            WITH piece AS (
              SELECT max(inference_id) AS last
              FROM (
                SELECT inference_id
                FROM serving.prediction
                WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND rule_version = $4
                  AND inference_id > $5
                ORDER BY inference_id
                LIMIT $6
              ) AS ids
            )
            SELECT i.revision, (SELECT last FROM piece) AS last, sum(i.predictions)::bigint AS predictions,
              sum(i.m)::bigint AS labels, count(*) FILTER (WHERE i.m > 0) AS inferences,
              sum(i.y) AS y, sum(i.y * i.y) AS yy, sum(i.y * i.m) AS ym, sum(i.m::float8 * i.m) AS mm
            FROM (
              SELECT p.revision, p.inference_id, count(*) AS predictions,
                count(*) FILTER (WHERE CASE WHEN $7 THEN l.value IS NOT NULL ELSE e.error IS NOT NULL END) AS m,
                CASE WHEN $7 THEN count(*) FILTER (WHERE l.value = p.value) ELSE coalesce(sum(e.error), 0) END::float8
                  AS y
              FROM serving.prediction p
              LEFT JOIN serving.label l ON l.tenant_id = p.tenant_id AND l.endpoint_id = p.endpoint_id
                AND l.inference_id = p.inference_id AND l.item = p.item
              -- Numbers from before there was a bound may be beyond it.
              CROSS JOIN LATERAL (
                SELECT CASE WHEN NOT $7 AND abs(l.number) <= 1e100 AND abs(p.number) <= 1e100
                  THEN abs(l.number - p.number) END AS error
              ) AS e
              WHERE p.tenant_id = $1 AND p.endpoint_id = $2 AND p.window_at = $3 AND p.rule_version = $4
                AND p.inference_id > $5 AND p.inference_id <= (SELECT last FROM piece)
              GROUP BY p.revision, p.inference_id
            ) AS i
            GROUP BY i.revision
            """,
            tenantId,
            endpointId,
            windowAt,
            ruleVersion,
            after,
            INFERENCES_AT_ONCE,
            measure == QualityMeasure.ACCURACY)) {
      byRevision.merge(row.getInteger("revision"), WindowSums.of(row), WindowSums::plus);
      last = row.getString("last");
    }
    return last;
  }

  /** What was counted; a window that is frozen stays as it is. */
  void write(
      Transaction tx,
      Claim claim,
      Map<Integer, WindowSums> byRevision,
      boolean isFrozen,
      OffsetDateTime now) {
    byRevision.forEach(
        (revision, sums) -> {
          Interval found = sums.interval(claim.measure());
          boolean bounded = found != null && Double.isFinite(found.high());
          tx.update(
              """
              INSERT INTO serving.quality_window
                (tenant_id, endpoint_id, window_at, rule_version, revision, window_s, measure, predictions, labels,
                 value, low, high, frozen, computed_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
              ON CONFLICT (tenant_id, endpoint_id, window_at, rule_version, revision) DO UPDATE
              SET predictions = excluded.predictions, labels = excluded.labels, value = excluded.value,
                low = excluded.low, high = excluded.high, frozen = excluded.frozen,
                computed_at = excluded.computed_at
              WHERE NOT serving.quality_window.frozen
              """,
              tenantId,
              endpointId,
              windowAt,
              ruleVersion,
              revision,
              claim.windowSeconds(),
              claim.measure().name(),
              sums.predictions(),
              sums.labels(),
              found == null ? null : found.value(),
              bounded ? found.low() : null,
              bounded ? found.high() : null,
              isFrozen,
              now);
        });
  }

  /** Due when it is frozen, unless somebody has added to it since it was claimed. */
  void computed(Transaction tx, Claim claim) {
    tx.update(
        """
        UPDATE serving.quality_due
        SET due_at = $6
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND rule_version = $4 AND due_at = $5
        """,
        tenantId,
        endpointId,
        windowAt,
        ruleVersion,
        claim.until(),
        claim.freezeAt());
  }

  /** What it was computed from goes, and then the window is due no more. */
  void remove(TenantDatabase database) {
    while (database.transact(tenantId, this::removePiece) > 0) {
      // there may be more
    }
    database.transact(
        tenantId,
        tx ->
            tx.update(
                """
                DELETE FROM serving.quality_due d
                WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.window_at = $3 AND d.rule_version = $4
                  AND NOT EXISTS (
                    SELECT 1
                    FROM serving.prediction p
                    WHERE p.tenant_id = $1 AND p.endpoint_id = $2 AND p.window_at = $3 AND p.rule_version = $4)
                """,
                tenantId,
                endpointId,
                windowAt,
                ruleVersion));
  }

  private int removePiece(Transaction tx) {
    String[] inferences =
        tx
            .list(
                row -> row.getString("inference_id"),
                """
                SELECT inference_id
                FROM serving.prediction
                WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND rule_version = $4
                ORDER BY inference_id
                LIMIT $5
                """,
                tenantId,
                endpointId,
                windowAt,
                ruleVersion,
                ROWS_AT_ONCE)
            .stream()
            .distinct()
            .toArray(String[]::new);
    tx.update(
        "DELETE FROM serving.label WHERE tenant_id = $1 AND endpoint_id = $2 AND inference_id = ANY ($3)",
        tenantId,
        endpointId,
        inferences);
    return tx.update(
        """
        DELETE FROM serving.prediction
        WHERE tenant_id = $1 AND endpoint_id = $2 AND inference_id = ANY ($3) AND window_at = $4 AND rule_version = $5
        """,
        tenantId,
        endpointId,
        inferences,
        windowAt,
        ruleVersion);
  }
}
