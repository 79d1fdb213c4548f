package io.keelson.api.catalog.metric;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Principal;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Thins out series where they are stored: what leaves the database is as long as the picture is
 * wide.
 */
final class SeriesQuery {
  static final int MAX_KEYS = 50;
  static final int MAX_BUCKETS = 2_000;

  /**
   * The span is materialized: of a young table the planner expects one point, and would look
   * through all points anew for each of them. The sum leaves out what could overflow it (the
   * database would refuse the whole query), and is divided here, where a result too small for a
   * double is zero and no error.
   */
  private static final String SQL =
      """
      WITH points AS (
        SELECT s.key, %s AS x, m.value, m.batch, m.ordinal,
          m.value NOT IN ('NaN', 'Infinity', '-Infinity') AS finite
        FROM catalog.metric_series s
        JOIN catalog.metric m ON m.tenant_id = s.tenant_id AND m.series_id = s.id
        WHERE s.tenant_id = $1 AND s.run_id = $2 AND s.key = ANY ($3)
      ),
      span AS MATERIALIZED (
        SELECT min(x) AS low, max(x) AS high FROM points
      ),
      placed AS (
        SELECT p.*,
          CASE WHEN high > low THEN least(floor((x - low) / (high - low) * $4::int)::int, $4::int - 1) ELSE 0 END
            AS bucket
        FROM points p CROSS JOIN span
      )
      SELECT key, bucket,
        (array_agg(x ORDER BY x DESC, batch DESC, ordinal DESC))[1] AS x,
        (array_agg(value ORDER BY x DESC, batch DESC, ordinal DESC))[1] AS last,
        min(value) FILTER (WHERE finite) AS min,
        max(value) FILTER (WHERE finite) AS max,
        sum(value) FILTER (WHERE abs(value) < 1e290) AS sum,
        count(*) FILTER (WHERE abs(value) < 1e290) AS summed,
        count(*) FILTER (WHERE finite) AS finite_values
      FROM placed
      GROUP BY key, bucket
      ORDER BY key, bucket
      """;

  private SeriesQuery() {}

  static List<Series> run(
      CatalogReads reads,
      Principal principal,
      UUID runId,
      List<String> keys,
      int buckets,
      SeriesAxis axis) {
    Map<String, List<Series.Point>> byKey = new LinkedHashMap<>();
    keys.forEach(key -> byKey.put(key, new ArrayList<>()));
    reads.list(
        principal,
        row -> byKey.get(row.getString("key")).add(point(row)),
        sql(axis),
        runId,
        byKey.keySet().toArray(String[]::new),
        buckets);
    return byKey.entrySet().stream().map(key -> new Series(key.getKey(), key.getValue())).toList();
  }

  /** Parameters: tenant, run, keys, buckets. */
  static String sql(SeriesAxis axis) {
    return SQL.formatted(
        switch (axis) {
          case STEP -> "m.step::float8";
          case TIME -> "extract(epoch FROM m.at)::float8";
        });
  }

  private static Series.Point point(Row row) {
    return new Series.Point(
        row.getDouble("x"),
        row.getDouble("min"),
        row.getDouble("max"),
        mean(row),
        RunMetrics.finite(row.getDouble("last")));
  }

  private static Double mean(Row row) {
    long summed = row.getLong("summed");
    boolean all = summed > 0 && summed == row.getLong("finite_values");
    return all ? row.getDouble("sum") / summed : null;
  }
}
