package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantRounds;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Judges windows that are over, once all gateways have added what they counted, and again where one
 * of them was late. Any number of processes may run it: whoever claims a window judges it outside
 * of any transaction, for that may take seconds, and what it found counts if nothing was added
 * meanwhile. Each tenant's windows are judged in rounds of their own.
 */
public final class DriftLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DriftLoop.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Longer than the largest profile takes, three windows of it. */
  private static final Duration CLAIM = Duration.ofMinutes(10);

  private static final Duration FAILED_PAUSE = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration JUDGE_LIMIT = Duration.ofMinutes(5);
  private static final int MAX_TENANTS = 4;
  private static final int MAX_TENANTS_OF_PASS = 100;
  private static final int WINDOWS_OF_ROUND = 5;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final References references;
  private final InstantSource clock;
  private final DueLoop loop = new DueLoop("drift", INTERVAL, this::begin);
  private final TenantRounds rounds = new TenantRounds("drift windows", MAX_TENANTS, PAUSE);

  public DriftLoop(
      SystemDatabase system, TenantDatabase database, References references, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.references = references;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  private record Due(
      UUID tenantId, UUID endpointId, OffsetDateTime windowAt, int windowSeconds, int revision) {}

  /**
   * A window, and what it is judged by.
   *
   * @param counts by when windows begin, those before it too
   */
  private record Claimed(
      long rows, UUID modelVersionId, int minRows, Map<OffsetDateTime, long[]> counts) {}

  /** Begins what is due of each tenant, and does not wait for it. */
  private boolean begin() {
    for (UUID tenantId : tenants()) {
      rounds.begin(tenantId, () -> round(tenantId));
    }
    return false;
  }

  /** Judges what is due, for some minutes at most; true when more is due. */
  public boolean judgeDue() {
    begin();
    rounds.awaitIdle(JUDGE_LIMIT);
    return !tenants().isEmpty();
  }

  /** Whose windows have waited longest come first; suspended ones rest. */
  private List<UUID> tenants() {
    return system.transact(
        SystemUse.SERVING_CONTROL,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT w.tenant_id
                FROM serving.drift_window w
                JOIN tenancy.tenant t ON t.tenant_id = w.tenant_id AND t.status = 'ACTIVE'
                WHERE w.due_at <= $1 AND w.tenant_id <> ALL ($2)
                GROUP BY w.tenant_id
                ORDER BY min(w.due_at)
                LIMIT $3
                """,
                now(),
                rounds.busy().toArray(UUID[]::new),
                MAX_TENANTS_OF_PASS));
  }

  /** Few windows, so that others have their turn between them. */
  private void round(UUID tenantId) {
    for (Due one : due(tenantId)) {
      if (loop.isClosed()) {
        return;
      }
      try {
        judge(one);
      } catch (Unavailable e) {
        throw e; // the tenant's other windows would wait for the same
      } catch (RuntimeException e) {
        LOG.warnf("drift of endpoint %s is judged later: %s", one.endpointId(), e);
        later(one);
      }
    }
  }

  private List<Due> due(UUID tenantId) {
    return database.transact(
        tenantId,
        tx ->
            tx.list(
                row ->
                    new Due(
                        tenantId,
                        row.getUUID("endpoint_id"),
                        row.getOffsetDateTime("window_at"),
                        row.getInteger("window_s"),
                        row.getInteger("revision")),
                """
                SELECT endpoint_id, window_at, window_s, revision
                FROM serving.drift_window
                WHERE tenant_id = $1 AND due_at <= $2
                ORDER BY due_at
                LIMIT $3
                """,
                tenantId,
                now(),
                WINDOWS_OF_ROUND));
  }

  /** What cannot be judged now leaves the front. */
  private void later(Due due) {
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

  private void judge(Due due) {
    Optional<Claimed> claimed = database.transact(due.tenantId(), tx -> claim(tx, due));
    if (claimed.isEmpty()) {
      return; // another process has it, or had
    }
    Claimed window = claimed.get();
    ReferenceProfile profile =
        references
            .profile(due.tenantId(), window.modelVersionId())
            .orElseThrow(() -> new IllegalStateException("its profile is gone"));
    DriftSettings settings = DriftRule.settings(window.minRows());
    List<Map<String, BinCounts>> counts = new ArrayList<>();
    for (int back = settings.windows() - 1; back >= 0; back--) {
      long[] flat =
          window.counts().get(due.windowAt().minusSeconds((long) back * due.windowSeconds()));
      if (flat != null && flat.length == profile.size()) {
        counts.add(profile.counts(flat));
      } else if (!counts.isEmpty()) {
        counts.add(Map.of());
      }
    }
    List<FeatureDrift> found = new WindowJudge(settings).judge(profile, counts);
    database.transact(
        due.tenantId(),
        tx -> {
          write(tx, due, window, found, settings);
          return null;
        });
  }

  private Optional<Claimed> claim(Transaction tx, Due due) {
    OffsetDateTime now = now();
    Optional<Row> row =
        tx.one(
            """
            SELECT w.rows, w.model_version_id, r.min_rows
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
    return row.map(
        one ->
            new Claimed(
                one.getLong("rows"),
                one.getUUID("model_version_id"),
                one.getInteger("min_rows"),
                counts(tx, due, one.getInteger("min_rows"))));
  }

  private static Map<OffsetDateTime, long[]> counts(Transaction tx, Due due, int minRows) {
    int before = DriftRule.settings(minRows).windows() - 1;
    Map<OffsetDateTime, long[]> counts = new HashMap<>();
    tx.list(
            row -> row,
            """
            SELECT window_at, counts
            FROM serving.drift_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at BETWEEN $3 AND $4 AND window_s = $5 AND revision = $6
            """,
            due.tenantId(),
            due.endpointId(),
            due.windowAt().minusSeconds((long) before * due.windowSeconds()),
            due.windowAt(),
            due.windowSeconds(),
            due.revision())
        .forEach(
            row ->
                counts.put(
                    row.getOffsetDateTime("window_at").withOffsetSameInstant(ZoneOffset.UTC),
                    Drift.counts(row)));
    return counts;
  }

  /** Nothing, where rows came meanwhile: then it is due still. */
  private void write(
      Transaction tx, Due due, Claimed window, List<FeatureDrift> found, DriftSettings settings) {
    OffsetDateTime now = now();
    Optional<Row> before =
        tx.one(
            """
            SELECT judged_rows
            FROM serving.drift_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND window_s = $4 AND revision = $5 AND rows = $6
            FOR UPDATE
            """,
            due.tenantId(),
            due.endpointId(),
            due.windowAt(),
            due.windowSeconds(),
            due.revision(),
            window.rows());
    if (before.isEmpty()) {
      return;
    }
    tx.update(
        """
        UPDATE serving.drift_window
        SET due_at = NULL, judged_at = $6, judged_rows = rows, verdict = $7, findings = $8
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at = $3 AND window_s = $4 AND revision = $5
        """,
        due.tenantId(),
        due.endpointId(),
        due.windowAt(),
        due.windowSeconds(),
        due.revision(),
        now,
        DriftWindow.verdict(found).name(),
        Drift.toJson(found));
    if (!Long.valueOf(window.rows()).equals(before.get().getLong("judged_rows"))) {
      judgeFollowingAgain(tx, due, settings.windows() - 1, now);
    }
  }

  /** They were judged by less than there is now. */
  private static void judgeFollowingAgain(
      Transaction tx, Due due, int windows, OffsetDateTime now) {
    tx.update(
        """
        UPDATE serving.drift_window SET due_at = $7
        WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at > $3 AND window_at <= $4 AND window_s = $5
          AND revision = $6 AND due_at IS NULL
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

  @Override
  public void close() {
    loop.close();
    rounds.close();
  }
}
