package io.keelson.api.catalog.metric;

import io.keelson.api.catalog.metric.BatchSummary.Measured;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes a batch in three statements, however many measurements it has. */
final class MetricWriter {
  static final int MAX_KEYS_PER_RUN = 2_000;

  private MetricWriter() {}

  static void write(Transaction tx, UUID runId, List<Measured> batch) {
    if (batch.isEmpty()) {
      return;
    }
    int number = nextBatch(tx, runId);
    Map<String, Long> series = upsertSeries(tx, runId, number, BatchSummary.of(batch));
    insert(tx, series, number, batch);
  }

  /**
   * The row's lock puts the batches of a run in the order of their numbers until each has
   * committed.
   */
  private static int nextBatch(Transaction tx, UUID runId) {
    return tx.one(
            """
            INSERT INTO catalog.run_log AS l (tenant_id, run_id, last_batch)
            VALUES ($1, $2, 1)
            ON CONFLICT (tenant_id, run_id) DO UPDATE SET last_batch = l.last_batch + 1
            RETURNING last_batch
            """,
            tx.tenantId(),
            runId)
        .orElseThrow()
        .getInteger("last_batch");
  }

  private static Map<String, Long> upsertSeries(
      Transaction tx, UUID runId, int number, BatchSummary summary) {
    Map<String, Long> ids = new HashMap<>();
    boolean[] fresh = {false};
    tx.query(
            """
            INSERT INTO catalog.metric_series AS s
              (tenant_id, run_id, last_batch, key, latest_value, latest_step, latest_at, min_value, max_value, points)
            SELECT $1, $2, $3, k.*
            FROM unnest($4::text[], $5::float8[], $6::bigint[], $7::timestamptz[], $8::float8[], $9::float8[],
              $10::bigint[]) AS k
            ON CONFLICT (tenant_id, run_id, key) DO UPDATE SET
              last_batch = excluded.last_batch,
              latest_value = CASE WHEN (excluded.latest_step, excluded.latest_at) >= (s.latest_step, s.latest_at)
                THEN excluded.latest_value ELSE s.latest_value END,
              latest_at = CASE WHEN (excluded.latest_step, excluded.latest_at) >= (s.latest_step, s.latest_at)
                THEN excluded.latest_at ELSE s.latest_at END,
              latest_step = greatest(excluded.latest_step, s.latest_step),
              min_value = least(excluded.min_value, s.min_value),
              max_value = greatest(excluded.max_value, s.max_value),
              points = s.points + excluded.points
            RETURNING s.id, s.key, xmax = 0 AS fresh
            """,
            summary.columns(tx.tenantId(), runId, number))
        .forEach(
            row -> {
              ids.put(row.getString("key"), row.getLong("id"));
              fresh[0] |= row.getBoolean("fresh");
            });
    if (fresh[0]) {
      refuseTooManyKeys(tx, runId);
    }
    return ids;
  }

  private static void refuseTooManyKeys(Transaction tx, UUID runId) {
    long keys =
        tx.one(
                "SELECT count(*) AS keys FROM catalog.metric_series WHERE tenant_id = $1 AND run_id = $2",
                tx.tenantId(),
                runId)
            .orElseThrow()
            .getLong("keys");
    if (keys > MAX_KEYS_PER_RUN) {
      throw new Conflict(
          "a run has at most " + MAX_KEYS_PER_RUN + " metric keys, this would make " + keys);
    }
  }

  private static void insert(
      Transaction tx, Map<String, Long> series, int number, List<Measured> batch) {
    int n = batch.size();
    Long[] ids = new Long[n];
    Long[] steps = new Long[n];
    OffsetDateTime[] times = new OffsetDateTime[n];
    Double[] values = new Double[n];
    for (int i = 0; i < n; i++) {
      Measured measured = batch.get(i);
      ids[i] = series.get(measured.key());
      steps[i] = measured.step();
      times[i] = measured.at();
      values[i] = measured.value();
    }
    tx.update(
        """
        INSERT INTO catalog.metric (tenant_id, batch, series_id, step, at, value, ordinal)
        SELECT $1, $2, m.series_id, m.step, m.at, m.value, m.ordinal
        FROM unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::float8[])
          WITH ORDINALITY AS m (series_id, step, at, value, ordinal)
        """,
        tx.tenantId(),
        number,
        ids,
        steps,
        times,
        values);
  }
}
