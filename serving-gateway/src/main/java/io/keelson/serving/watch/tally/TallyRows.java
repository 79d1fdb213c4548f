package io.keelson.serving.watch.tally;

import io.keelson.serving.watch.capture.CaptureCount;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Adds what a process has counted to the rows that all of them share. */
final class TallyRows {
  /** After the end of a window all gateways have written it, unless one is late. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Before a window that was judged is judged again: others may be late, too. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /**
   * How many windows of one length an endpoint has behind it at most: a week of minutes. Of those
   * above 13 minutes the time ends sooner that every window stays.
   */
  static final int MAX_KEPT_WINDOWS = 7 * 24 * 60;

  /** Rows of all lengths and revisions that an endpoint has at most: it may change its length. */
  static final int MAX_KEPT_ROWS = 2 * MAX_KEPT_WINDOWS;

  /** Each time that a window begins. */
  private static final int MAX_REMOVED = 100;

  private final TenantDatabase database;
  private final InstantSource clock;

  TallyRows(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void add(UUID tenantId, Map<TalliedWindow, RowTally> windows) {
    database.transact(
        tenantId,
        tx -> {
          List<TalliedWindow> begun =
              windows.entrySet().stream()
                  .sorted(Map.Entry.comparingByKey(TalliedWindow.ORDER))
                  .filter(entry -> addIsNew(tx, entry.getKey(), entry.getValue()))
                  .map(Map.Entry::getKey)
                  .toList();
          begun.forEach(window -> removeBefore(tx, window));
          begun.stream()
              .map(TalliedWindow::endpointId)
              .distinct()
              .forEach(endpointId -> removeOldest(tx, endpointId));
          return null;
        });
  }

  private boolean addIsNew(Transaction tx, TalliedWindow window, RowTally more) {
    Instant soon = clock.instant().plus(AGAIN);
    Instant over = window.ends().plus(GRACE);
    Optional<Row> added =
        tx.one(
            """
            INSERT INTO serving.drift_window AS w
              (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, due_at, unseen_rows,
                unseen_names)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, endpoint_id, window_at, window_s, revision) DO UPDATE
            SET rows = w.rows + excluded.rows,
              counts = (
                SELECT array_agg(n.before + n.more ORDER BY n.place)
                FROM unnest(w.counts, excluded.counts) WITH ORDINALITY AS n (before, more, place)),
              unseen_rows = w.unseen_rows + excluded.unseen_rows,
              due_at = coalesce(w.due_at, excluded.due_at)
            WHERE w.model_version_id = excluded.model_version_id AND cardinality(w.counts) = cardinality(excluded.counts)
            RETURNING xmax = 0 AS is_new, unseen_rows, unseen_names
            """,
            tx.tenantId(),
            window.endpointId(),
            utc(window.begins()),
            window.seconds(),
            window.revision(),
            window.modelVersionId(),
            more.rows(),
            Arrays.stream(more.counts()).boxed().toArray(Long[]::new),
            utc(over.isAfter(soon) ? over : soon),
            more.unseen().rows(),
            more.unseen().namesJson());
    boolean isNew = added.isPresent() && added.get().getBoolean("is_new");
    if (added.isPresent() && !isNew && more.unseen().rows() > 0) {
      UnseenInputs before =
          UnseenInputs.kept(
              added.get().getLong("unseen_rows") - more.unseen().rows(),
              added.get().getJsonObject("unseen_names"));
      keepNames(tx, window, before.plus(more.unseen()));
    }
    return isNew;
  }

  /** Its row is locked, since this transaction has just written it. */
  private static void keepNames(Transaction tx, TalliedWindow window, UnseenInputs unseen) {
    tx.update(
        """
        UPDATE serving.drift_window
        SET unseen_names = $6
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND window_s = $4 AND revision = $5
        """,
        tx.tenantId(),
        window.endpointId(),
        utc(window.begins()),
        window.seconds(),
        window.revision(),
        unseen.namesJson());
  }

  /** Short windows are many, and those long before this one go. */
  private static void removeBefore(Transaction tx, TalliedWindow window) {
    tx.update(
        """
        DELETE FROM serving.drift_window w
        WHERE w.tenant_id = $1 AND w.endpoint_id = $2 AND w.window_s = $4
          AND w.window_at IN (
            SELECT old.window_at
            FROM serving.drift_window old
            WHERE old.tenant_id = $1 AND old.endpoint_id = $2 AND old.window_at < $3 AND old.window_s = $4
            ORDER BY old.window_at
            LIMIT $5)
        """,
        tx.tenantId(),
        window.endpointId(),
        utc(window.begins().minusSeconds((long) MAX_KEPT_WINDOWS * window.seconds())),
        window.seconds(),
        MAX_REMOVED);
  }

  private static void removeOldest(Transaction tx, UUID endpointId) {
    tx.update(
        """
        DELETE FROM serving.drift_window w
        WHERE w.tenant_id = $1 AND w.endpoint_id = $2
          AND w.window_at <= (
            SELECT newer.window_at
            FROM serving.drift_window newer
            WHERE newer.tenant_id = $1 AND newer.endpoint_id = $2
            ORDER BY newer.window_at DESC
            OFFSET $3
            LIMIT 1)
          AND w.window_at IN (
            SELECT old.window_at
            FROM serving.drift_window old
            WHERE old.tenant_id = $1 AND old.endpoint_id = $2
            ORDER BY old.window_at
            LIMIT $4)
        """,
        tx.tenantId(),
        endpointId,
        MAX_KEPT_ROWS,
        MAX_REMOVED);
  }

  /**
   * @param counts by endpoint; of one without a rule nothing is told
   */
  void addToRules(UUID tenantId, Map<UUID, CaptureCount> counts) {
    database.transact(
        tenantId,
        tx -> {
          counts.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(entry -> addToRule(tx, entry.getKey(), entry.getValue()));
          return null;
        });
  }

  private static void addToRule(Transaction tx, UUID endpointId, CaptureCount more) {
    tx.update(
        """
        UPDATE serving.drift_rule
        SET counted = counted + $3, dropped_no_room = dropped_no_room + $4,
          dropped_unreadable = dropped_unreadable + $5
        WHERE tenant_id = $1 AND endpoint_id = $2
        """,
        tx.tenantId(),
        endpointId,
        more.kept(),
        more.noRoom(),
        more.unreadable());
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
