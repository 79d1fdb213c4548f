package io.keelson.serving.watch.finding;

import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether what endpoints are asked and answer looks like what their models were trained on: rules,
 * and what was found. Callers authorise before they call.
 */
@ApplicationScoped
public class Drift {
  /** Each has all features with their bins. */
  public static final int MAX_WINDOWS = 50;

  /** A week of hours. */
  public static final int MAX_HISTORY_WINDOWS = 168;

  /** Of all windows of a history together; what is beyond shortens it. */
  private static final int MAX_HISTORY_FINDINGS = 20_000;

  private static final int MAX_SUMMARIES = 20_000;
  private static final int MAX_IDS = 1_000;

  private final TenantDatabase database;
  private final References references;
  private final ServingSignals signals;

  public Drift(TenantDatabase database, References references, LiveSignals signals) {
    this.database = database;
    this.references = references;
    this.signals = new ServingSignals(signals);
  }

  /**
   * Gateways go by it within a second, and windows that are not judged yet.
   *
   * @throws Conflict when it has another version
   */
  public void set(Transaction tx, DriftRule.Wanted wanted) {
    int seconds = Math.toIntExact(wanted.window().toSeconds());
    int changed =
        wanted.expectedVersion() == null
            ? tx.update(
                """
                INSERT INTO serving.drift_rule (tenant_id, endpoint_id, share, window_s, min_rows)
                VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (tenant_id, endpoint_id) DO NOTHING
                """,
                tx.tenantId(),
                wanted.endpointId(),
                wanted.share(),
                seconds,
                wanted.minRows())
            : tx.update(
                """
                UPDATE serving.drift_rule
                SET share = $4, window_s = $5, min_rows = $6, version = version + 1
                WHERE tenant_id = $1 AND endpoint_id = $2 AND version = $3
                """,
                tx.tenantId(),
                wanted.endpointId(),
                wanted.expectedVersion(),
                wanted.share(),
                seconds,
                wanted.minRows());
    if (changed == 0) {
      throw new Conflict("the rule has changed since, or there is one, or none");
    }
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.routesChanged(tenantId, wanted.endpointId()));
  }

  /** Those of the endpoints that have one; at most 1,000. */
  public Map<UUID, DriftRule> rulesOf(UUID tenantId, Collection<UUID> endpointIds) {
    Input.size("ids", endpointIds, 0, MAX_IDS);
    Map<UUID, DriftRule> found = new HashMap<>();
    for (Row row :
        database.read(
            tenantId,
            """
            SELECT endpoint_id, share, window_s, min_rows, counted, dropped_no_room, dropped_unreadable, version
            FROM serving.drift_rule
            WHERE tenant_id = $1 AND endpoint_id = ANY ($2)
            """,
            tenantId,
            endpointIds.toArray(UUID[]::new))) {
      found.put(
          row.getUUID("endpoint_id"),
          new DriftRule(
              row.getUUID("endpoint_id"),
              row.getDouble("share"),
              Duration.ofSeconds(row.getInteger("window_s")),
              row.getInteger("min_rows"),
              row.getLong("counted"),
              new DriftRule.Dropped(
                  row.getLong("dropped_no_room"), row.getLong("dropped_unreadable")),
              row.getInteger("version")));
    }
    return found;
  }

  /**
   * Windows that were judged, newest first, and of each the newest revision first.
   *
   * @param before they begin before it; null for the newest
   * @param revision its number; null for all
   * @param limit 1 to 50
   */
  public List<DriftWindow> windows(
      UUID tenantId, UUID endpointId, OffsetDateTime before, Integer revision, int limit) {
    List<DriftWindow> found = new ArrayList<>();
    for (Row row :
        database.read(
            tenantId,
            """
            SELECT window_at, window_s, revision, model_version_id, rows, counts, verdict, judged_at, findings, unseen_rows,
              unseen_names
            FROM serving.drift_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND judged_at IS NOT NULL
              AND ($3::timestamptz IS NULL OR window_at < $3) AND ($4::int IS NULL OR revision = $4)
            ORDER BY window_at DESC, window_s DESC, revision DESC
            LIMIT $5
            """,
            tenantId,
            endpointId,
            before,
            revision,
            Input.range("first", limit, 1, MAX_WINDOWS))) {
      references
          .profile(tenantId, row.getUUID("model_version_id"))
          .ifPresent(profile -> found.add(window(row, profile)));
    }
    return found;
  }

  /**
   * The newest windows of a revision that were judged; fewer of one with many features, so that
   * there are at most 20,000 findings. Empty where none was judged.
   *
   * @param revision its number; null for that of the newest window
   * @param limit 1 to 168
   */
  public Optional<DriftHistory> history(
      UUID tenantId, UUID endpointId, Integer revision, int limit) {
    List<Row> rows = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            WITH newest AS (
              SELECT revision, jsonb_array_length(findings) AS features
              FROM serving.drift_window
              WHERE tenant_id = $1 AND endpoint_id = $2 AND judged_at IS NOT NULL
                AND ($3::int IS NULL OR revision = $3)
              ORDER BY window_at DESC, window_s DESC, revision DESC
              LIMIT 1
            )
            SELECT w.window_at, w.window_s, w.revision, w.model_version_id, w.rows, w.verdict
            FROM newest
            JOIN serving.drift_window w ON w.tenant_id = $1 AND w.endpoint_id = $2
              AND w.revision = newest.revision AND w.judged_at IS NOT NULL
            ORDER BY w.window_at DESC, w.window_s DESC
            LIMIT (SELECT least($4::int, greatest(1, $5::int / greatest(1, features))) FROM newest)
            """,
            tenantId,
            endpointId,
            revision,
            Input.range("first", limit, 1, MAX_HISTORY_WINDOWS),
            MAX_HISTORY_FINDINGS)
        .forEach(rows::addFirst);
    return rows.isEmpty()
        ? Optional.empty()
        : references
            .profile(tenantId, rows.getLast().getUUID("model_version_id"))
            .map(profile -> history(tenantId, endpointId, rows, profile));
  }

  private DriftHistory history(
      UUID tenantId, UUID endpointId, List<Row> oldestFirst, ReferenceProfile profile) {
    int revision = oldestFirst.getLast().getInteger("revision");
    List<DriftHistory.Window> windows =
        oldestFirst.stream()
            .map(
                row ->
                    new DriftHistory.Window(
                        row.getOffsetDateTime("window_at"),
                        Duration.ofSeconds(row.getInteger("window_s")),
                        row.getLong("rows"),
                        DriftVerdict.valueOf(row.getString("verdict"))))
            .toList();
    return new DriftHistory(
        revision,
        windows,
        profile.features(),
        () -> findings(tenantId, endpointId, revision, windows));
  }

  private List<String> findings(
      UUID tenantId, UUID endpointId, int revision, List<DriftHistory.Window> windows) {
    List<String> found = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            SELECT w.findings::text AS findings
            FROM unnest($4::timestamptz[], $5::int[]) WITH ORDINALITY AS asked (window_at, window_s, place)
            LEFT JOIN serving.drift_window w ON w.tenant_id = $1 AND w.endpoint_id = $2 AND w.revision = $3
              AND w.window_at = asked.window_at AND w.window_s = asked.window_s
            ORDER BY asked.place
            """,
            tenantId,
            endpointId,
            revision,
            windows.stream().map(DriftHistory.Window::from).toArray(OffsetDateTime[]::new),
            windows.stream()
                .map(window -> Math.toIntExact(window.length().toSeconds()))
                .toArray(Integer[]::new))
        .forEach(row -> found.add(row.getString("findings")));
    return found;
  }

  /**
   * Windows of all revisions that were judged and begin in a time, in short, newest first; at most
   * 20,000.
   */
  public List<DriftSummary> summaries(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to) {
    List<DriftSummary> found = new ArrayList<>();
    for (Row row :
        database.read(
            tenantId,
            """
            SELECT window_at, window_s, revision, rows, verdict, jsonb_array_length(findings) AS features,
              jsonb_array_length(jsonb_path_query_array(findings, '$[*] ? (@.verdict == "DRIFTED")')) AS drifted
            FROM serving.drift_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at >= $3 AND window_at < $4 AND judged_at IS NOT NULL
            ORDER BY window_at DESC
            LIMIT $5
            """,
            tenantId,
            endpointId,
            from,
            to,
            MAX_SUMMARIES)) {
      found.add(
          new DriftSummary(
              row.getOffsetDateTime("window_at"),
              Duration.ofSeconds(row.getInteger("window_s")),
              row.getInteger("revision"),
              row.getLong("rows"),
              DriftVerdict.valueOf(row.getString("verdict")),
              row.getInteger("drifted"),
              row.getInteger("features")));
    }
    return found;
  }

  private static DriftWindow window(Row row, ReferenceProfile profile) {
    Map<String, BinCounts> counts = profile.counts(counts(row));
    JsonArray findings = row.getJsonArray("findings");
    List<DriftWindow.Feature> features = new ArrayList<>();
    for (ProfiledFeature feature : profile.features()) {
      features.add(
          new DriftWindow.Feature(
              feature,
              counts.get(feature.key()),
              FeatureDrift.fromJson(findings.getJsonObject(features.size()))));
    }
    return new DriftWindow(
        row.getOffsetDateTime("window_at"),
        Duration.ofSeconds(row.getInteger("window_s")),
        row.getInteger("revision"),
        row.getLong("rows"),
        profile.rows(),
        DriftVerdict.valueOf(row.getString("verdict")),
        row.getOffsetDateTime("judged_at"),
        features,
        new DriftWindow.Unseen(row.getLong("unseen_rows"), names(row)));
  }

  private static List<String> names(Row row) {
    return row.getJsonObject("unseen_names").stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, Object> one) -> ((Number) one.getValue()).longValue())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  static long[] counts(Row row) {
    return Arrays.stream(row.getArrayOfLongs("counts")).mapToLong(Long::longValue).toArray();
  }

  static JsonArray toJson(List<FeatureDrift> features) {
    JsonArray array = new JsonArray();
    for (FeatureDrift feature : features) {
      JsonObject json = feature.toJson();
      array.add(json);
    }
    return array;
  }

  static List<FeatureDrift> fromJson(JsonArray findings) {
    return findings.stream().map(one -> FeatureDrift.fromJson((JsonObject) one)).toList();
  }
}
