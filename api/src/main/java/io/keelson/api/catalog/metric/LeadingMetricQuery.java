package io.keelson.api.catalog.metric;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Principal;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the leading metrics of a page of runs in one statement, and of each a bounded number of
 * rows, however long it went on.
 */
final class LeadingMetricQuery {
  /** As many as one batch may hold: a metric with more has batches to choose from. */
  static final int MAX_READ_POINTS = RunMetrics.MAX_METRICS_PER_CALL;

  /** Parameters: tenant, runs, projects that the caller sees or null. */
  static final String SQL =
      """
      WITH chosen AS MATERIALIZED (
        SELECT s.*
        FROM catalog.run r
        CROSS JOIN LATERAL (
          SELECT run_id, id, key, points, last_batch, latest_step, latest_at, latest_value
          FROM catalog.metric_series
          WHERE tenant_id = $1 AND run_id = r.id
          ORDER BY catalog.metric_rank(key), key
          LIMIT 1
        ) AS s
        WHERE r.tenant_id = $1 AND r.id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
      ),
      whole AS (
        SELECT c.id, m.value,
          row_number() OVER (PARTITION BY c.id ORDER BY m.step, m.at, m.batch, m.ordinal) AS place,
          count(*) OVER (PARTITION BY c.id) AS points
        FROM chosen c
        JOIN catalog.metric m ON m.tenant_id = $1 AND m.series_id = c.id
        WHERE c.points <= %2$d
      ),
      spread AS (
        SELECT DISTINCT c.id, m.step, m.at, m.batch, m.ordinal, m.value
        FROM chosen c
        CROSS JOIN LATERAL (
          SELECT batch
          FROM catalog.metric
          WHERE tenant_id = $1 AND series_id = c.id
          ORDER BY batch
          LIMIT 1
        ) AS first
        CROSS JOIN generate_series(0, %1$d - 2) AS part
        CROSS JOIN LATERAL (
          SELECT step, at, batch, ordinal, value
          FROM catalog.metric
          WHERE tenant_id = $1
            AND series_id = c.id
            AND batch >= first.batch + (c.last_batch - first.batch)::bigint * part / (%1$d - 1)
          ORDER BY batch
          LIMIT 1
        ) AS m
        WHERE c.points > %2$d AND (m.step, m.at) < (c.latest_step, c.latest_at)
      ),
      drawn AS (
        SELECT id, array_agg(value ORDER BY place) AS curve
        FROM whole
        WHERE place * %1$d / points > (place - 1) * %1$d / points
        GROUP BY id
        UNION ALL
        SELECT id, array_agg(value ORDER BY step, at, batch, ordinal)
        FROM spread
        GROUP BY id
      )
      SELECT c.run_id, c.key,
        CASE WHEN c.points > %2$d THEN array_append(d.curve, c.latest_value) ELSE d.curve END AS curve
      FROM chosen c
      LEFT JOIN drawn d ON d.id = c.id
      """
          .formatted(LeadingMetric.MAX_VALUES, MAX_READ_POINTS);

  private LeadingMetricQuery() {}

  static Map<UUID, LeadingMetric> run(
      CatalogReads reads, Principal principal, UUID[] runIds, UUID[] visible) {
    Map<UUID, LeadingMetric> found = new HashMap<>();
    reads
        .list(
            principal, row -> Map.entry(row.getUUID("run_id"), leading(row)), SQL, runIds, visible)
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static LeadingMetric leading(Row row) {
    Double[] values = row.getArrayOfDoubles("curve");
    List<Double> drawn =
        values == null ? List.of() : Arrays.stream(values).map(RunMetrics::finite).toList();
    return new LeadingMetric(row.getString("key"), drawn);
  }
}
