package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Windows that are to be judged, as rows. */
final class DueWindows {
  /** Longer than the largest profile takes. */
  private static final Duration CLAIM = Duration.ofMinutes(10);

  private static final Duration FAILED_PAUSE = Duration.ofHours(1);

  /**
   * So many of one revision and length may wait; of more the oldest are not judged any more, so
   * that what waits is bounded where windows come faster than they are judged.
   */
  static final int MAX_WAITING = 12;

  private static final int MAX_GIVEN_UP = 1_000;

  private final TenantDatabase database;
  private final InstantSource clock;

  DueWindows(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  record Due(
      UUID tenantId, UUID endpointId, OffsetDateTime windowAt, int windowSeconds, int revision) {}

  /**
   * A window, and what it is judged by.
   *
   * @param own what was found in it by itself, by all rows that it has; null where that is not
   *     known
   * @param before what was found in those before it, oldest first; only those that were judged
   */
  record Claimed(
      long rows,
      UUID modelVersionId,
      long[] counts,
      DriftSettings settings,
      List<FeatureDrift> own,
      List<List<FeatureDrift>> before) {}

  /**
   * The newest of each revision and length come first, as many as a verdict takes and the oldest of
   * these ahead; which revision is the first is drawn, so that none always waits for the others.
   * Those that too many newer ones wait behind are given up.
   */
  List<Due> of(UUID tenantId, int limit) {
    return database.transact(
        tenantId,
        tx -> {
          giveUp(tx);
          return tx.list(
              row ->
                  new Due(
                      tenantId,
                      row.getUUID("endpoint_id"),
                      row.getOffsetDateTime("window_at"),
                      row.getInteger("window_s"),
                      row.getInteger("revision")),
              """
              SELECT endpoint_id, window_at, window_s, revision
              FROM (
                SELECT endpoint_id, window_at, window_s, revision,
                  row_number() OVER (PARTITION BY endpoint_id, window_s, revision ORDER BY window_at DESC) AS place
                FROM serving.drift_window
                WHERE tenant_id = $1 AND due_at <= $2
              ) AS due
              ORDER BY (place - 1) / $4, hashtext(concat_ws(' ', endpoint_id, window_s, revision, $5::bigint)),
                endpoint_id, window_s, revision, window_at
              LIMIT $3
              """,
              tenantId,
              now(),
              limit,
              DriftSettings.DEFAULTS.windows(),
              ThreadLocalRandom.current().nextLong());
        });
  }

  private void giveUp(Transaction tx) {
    tx.update(
        """
        WITH old AS (
          SELECT endpoint_id, window_at, window_s, revision
          FROM (
            SELECT endpoint_id, window_at, window_s, revision,
              row_number() OVER (PARTITION BY endpoint_id, window_s, revision ORDER BY window_at DESC) AS place
            FROM serving.drift_window
            WHERE tenant_id = $1 AND due_at <= $2
          ) AS due
          WHERE place > $3
          LIMIT $4
        ), locked AS (
          SELECT w.endpoint_id, w.window_at, w.window_s, w.revision
          FROM serving.drift_window w
          JOIN old USING (endpoint_id, window_at, window_s, revision)
          WHERE w.tenant_id = $1
          FOR UPDATE OF w SKIP LOCKED
        )
        UPDATE serving.drift_window w SET due_at = NULL
        FROM locked l
        WHERE w.tenant_id = $1 AND w.endpoint_id = l.endpoint_id AND w.window_at = l.window_at
          AND w.window_s = l.window_s AND w.revision = l.revision
        """,
        tx.tenantId(),
        now(),
        MAX_WAITING,
        MAX_GIVEN_UP);
  }

  /** What cannot be judged now leaves the front. */
  void later(Due due) {
    database.transact(
        due.tenantId(),
        tx -> {
          dueAt(tx, due, now().plus(FAILED_PAUSE));
          return null;
        });
  }

  private static void dueAt(Transaction tx, Due due, OffsetDateTime at) {
    tx.update(
        """
        UPDATE serving.drift_window SET due_at = $6
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND window_s = $4 AND revision = $5
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt(),
        due.windowSeconds(),
        due.revision(),
        at);
  }

  /** Empty where another process has it, or had. */
  Optional<Claimed> claim(Due due) {
    return database.transact(due.tenantId(), tx -> claim(tx, due));
  }

  private Optional<Claimed> claim(Transaction tx, Due due) {
    OffsetDateTime now = now();
    Optional<Row> row =
        tx.one(
            """
            SELECT w.rows, w.model_version_id, w.counts, r.min_rows, w.findings, w.judged_rows
            FROM serving.drift_window w
            JOIN serving.drift_rule r ON r.tenant_id = w.tenant_id AND r.endpoint_id = w.endpoint_id
            WHERE w.tenant_id = $1 AND w.endpoint_id = $2 AND w.window_at = $3 AND w.window_s = $4 AND w.revision = $5
              AND w.due_at <= $6
            FOR UPDATE OF w SKIP LOCKED
            """,
            due.tenantId(),
            due.endpointId(),
            due.windowAt(),
            due.windowSeconds(),
            due.revision(),
            now);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    dueAt(tx, due, now.plus(CLAIM));
    return row.map(one -> claimed(tx, due, one));
  }

  private static Claimed claimed(Transaction tx, Due due, Row row) {
    Long judgedRows = row.getLong("judged_rows");
    boolean isKnown = row.getLong("rows").equals(judgedRows);
    DriftSettings settings = DriftRule.settings(row.getInteger("min_rows"));
    return new Claimed(
        row.getLong("rows"),
        row.getUUID("model_version_id"),
        Drift.counts(row),
        settings,
        isKnown ? Drift.fromJson(row.getJsonArray("findings")) : null,
        before(tx, due, row.getUUID("model_version_id"), settings));
  }

  private static List<List<FeatureDrift>> before(
      Transaction tx, Due due, UUID modelVersionId, DriftSettings settings) {
    List<List<FeatureDrift>> before = new ArrayList<>();
    tx.list(
            row -> row.getJsonArray("findings"),
            """
            SELECT findings
            FROM serving.drift_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at >= $3 AND window_at < $4 AND window_s = $5
              AND revision = $6 AND model_version_id = $7 AND judged_at IS NOT NULL
            ORDER BY window_at
            """,
            due.tenantId(),
            due.endpointId(),
            due.windowAt().minusSeconds((settings.windows() - 1L) * due.windowSeconds()),
            due.windowAt(),
            due.windowSeconds(),
            due.revision(),
            modelVersionId)
        .forEach(findings -> before.add(Drift.fromJson(findings)));
    return before;
  }

  /** Nothing, where rows came meanwhile: then it is due still. */
  void write(Due due, Claimed window, List<FeatureDrift> found) {
    database.transact(
        due.tenantId(),
        tx -> {
          write(tx, due, window, found);
          return null;
        });
  }

  private void write(Transaction tx, Due due, Claimed window, List<FeatureDrift> found) {
    OffsetDateTime now = now();
    int changed =
        tx.update(
            """
            UPDATE serving.drift_window
            SET due_at = NULL, judged_at = $6, judged_rows = rows, verdict = $7, findings = $8
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND window_s = $4 AND revision = $5
              AND rows = $9
            """,
            due.tenantId(),
            due.endpointId(),
            due.windowAt(),
            due.windowSeconds(),
            due.revision(),
            now,
            DriftWindow.verdict(found).name(),
            Drift.toJson(found),
            window.rows());
    if (changed > 0 && window.own() == null) {
      combineFollowingAgain(tx, due, window.settings().windows() - 1, now);
    }
  }

  /**
   * Their verdicts were found by less than there is now. What each shows by itself stays, so that
   * this computes nothing anew.
   */
  private static void combineFollowingAgain(
      Transaction tx, Due due, int windows, OffsetDateTime now) {
    tx.update(
        """
        UPDATE serving.drift_window SET due_at = $7
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at > $3 AND window_at <= $4 AND window_s = $5
          AND revision = $6 AND due_at IS NULL AND judged_at IS NOT NULL
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt(),
        due.windowAt().plusSeconds((long) windows * due.windowSeconds()),
        due.windowSeconds(),
        due.revision(),
        now);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
