package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Computes windows again whose predictions or labels have changed, and freezes those whose horizon
 * is over; what it was computed from goes then. Any number of processes may run it.
 */
public final class QualityLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(QualityLoop.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_DUE = 100;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final InstantSource clock;
  private final DueLoop loop = new DueLoop("quality", INTERVAL, this::computeDue);

  public QualityLoop(SystemDatabase system, TenantDatabase database, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  private record Due(UUID tenantId, UUID endpointId, OffsetDateTime windowAt) {}

  /** True when more may be due. */
  public boolean computeDue() {
    List<Due> due =
        system.transact(
            SystemUse.SERVING_CONTROL,
            tx ->
                tx.list(
                    row ->
                        new Due(
                            row.getUUID("tenant_id"),
                            row.getUUID("endpoint_id"),
                            row.getOffsetDateTime("window_at")),
                    """
                    SELECT tenant_id, endpoint_id, window_at
                    FROM serving.quality_due
                    WHERE due_at <= $1
                    ORDER BY due_at
                    LIMIT $2
                    """,
                    now(),
                    MAX_DUE));
    int failed = 0;
    for (Due one : due) {
      try {
        database.transact(
            one.tenantId(),
            tx -> {
              compute(tx, one);
              return null;
            });
      } catch (RuntimeException e) {
        failed++;
        LOG.warnf("the quality of endpoint %s is computed later: %s", one.endpointId(), e);
      }
      loop.beat();
    }
    if (failed > 0) {
      throw new IllegalStateException(failed + " windows could not be computed, see above");
    }
    return due.size() == MAX_DUE;
  }

  /** Whoever adds to the window waits for the row, and makes it due again. */
  private void compute(Transaction tx, Due due) {
    OffsetDateTime now = now();
    Row row =
        tx.one(
                """
                SELECT d.window_s, d.freeze_at, q.measure
                FROM serving.quality_due d
                JOIN serving.quality_rule q ON q.tenant_id = d.tenant_id AND q.endpoint_id = d.endpoint_id
                WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.window_at = $3 AND d.due_at <= $4
                FOR UPDATE OF d SKIP LOCKED
                """,
                due.tenantId(),
                due.endpointId(),
                due.windowAt(),
                now)
            .orElse(null);
    if (row == null) {
      return; // another process has it, or had
    }
    OffsetDateTime freezeAt = row.getOffsetDateTime("freeze_at");
    boolean isFrozen = !now.isBefore(freezeAt);
    QualityMeasure measure = QualityMeasure.valueOf(row.getString("measure"));
    for (Row counts : counts(tx, due)) {
      write(tx, due, row.getInteger("window_s"), measure, counts, isFrozen, now);
    }
    if (isFrozen) {
      remove(tx, due);
    } else {
      tx.update(
          """
          UPDATE serving.quality_due SET due_at = $4
          WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3
          """,
          due.tenantId(),
          due.endpointId(),
          due.windowAt(),
          freezeAt);
    }
  }

  private static List<Row> counts(Transaction tx, Due due) {
    return tx.list(
        row -> row,
        """
        SELECT p.revision, count(*) AS predictions, count(l.value) AS labels,
          count(*) FILTER (WHERE l.value = p.value) AS hits,
          count(abs(l.number - p.number)) AS numbers,
          avg(abs(l.number - p.number)) AS mean, stddev_samp(abs(l.number - p.number)) AS deviation
        FROM serving.prediction p
        LEFT JOIN serving.label l ON l.tenant_id = p.tenant_id AND l.endpoint_id = p.endpoint_id
          AND l.inference_id = p.inference_id AND l.item = p.item
        WHERE p.tenant_id = $1 AND p.endpoint_id = $2 AND p.window_at = $3
        GROUP BY p.revision
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt());
  }

  private static void write(
      Transaction tx,
      Due due,
      int windowSeconds,
      QualityMeasure measure,
      Row counts,
      boolean isFrozen,
      OffsetDateTime now) {
    long labels = labels(measure, counts);
    Interval found = labels == 0 ? null : interval(measure, counts, labels);
    tx.update(
        """
        INSERT INTO serving.quality_window
          (tenant_id, endpoint_id, window_at, revision, window_s, measure, predictions, labels, value, low, high,
           frozen, computed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (tenant_id, endpoint_id, window_at, revision) DO UPDATE
        SET window_s = excluded.window_s, measure = excluded.measure, predictions = excluded.predictions,
          labels = excluded.labels, value = excluded.value, low = excluded.low, high = excluded.high,
          frozen = excluded.frozen, computed_at = excluded.computed_at
        WHERE NOT serving.quality_window.frozen
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt(),
        counts.getInteger("revision"),
        windowSeconds,
        measure.name(),
        counts.getLong("predictions"),
        labels,
        found == null ? null : found.value(),
        found == null || !Double.isFinite(found.high()) ? null : found.low(),
        found == null || !Double.isFinite(found.high()) ? null : found.high(),
        isFrozen,
        now);
  }

  private static long labels(QualityMeasure measure, Row counts) {
    return switch (measure) {
      case ACCURACY -> counts.getLong("labels");
      case MEAN_ABSOLUTE_ERROR -> counts.getLong("numbers");
    };
  }

  private static Interval interval(QualityMeasure measure, Row counts, long labels) {
    return switch (measure) {
      case ACCURACY -> Interval.ofShare(counts.getLong("hits"), labels);
      case MEAN_ABSOLUTE_ERROR -> {
        Double deviation = counts.getDouble("deviation");
        yield Interval.ofMean(counts.getDouble("mean"), deviation == null ? 0 : deviation, labels);
      }
    };
  }

  private static void remove(Transaction tx, Due due) {
    tx.update(
        """
        DELETE FROM serving.label l
        USING serving.prediction p
        WHERE p.tenant_id = $1 AND p.endpoint_id = $2 AND p.window_at = $3
          AND l.tenant_id = $1 AND l.endpoint_id = $2 AND l.inference_id = p.inference_id AND l.item = p.item
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt());
    tx.update(
        "DELETE FROM serving.prediction WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3",
        due.tenantId(),
        due.endpointId(),
        due.windowAt());
    tx.update(
        "DELETE FROM serving.quality_due WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3",
        due.tenantId(),
        due.endpointId(),
        due.windowAt());
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  @Override
  public void close() {
    loop.close();
  }
}
