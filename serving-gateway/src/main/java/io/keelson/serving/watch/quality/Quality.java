package io.keelson.serving.watch.quality;

import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How well endpoints do: rules, labels, and what came of them. Callers authorise before they call.
 */
@ApplicationScoped
public class Quality {
  public static final int MAX_LABELS = 1_000;
  public static final int MAX_WINDOWS = 1_000;
  private static final int MAX_LABELLED = 20_000;
  private static final int MAX_IDS = 1_000;

  /** Versions are times where nobody says otherwise, and clocks differ. */
  private static final Duration VERSION_MARGIN = Duration.ofMinutes(10);

  private static final String RULE =
      """
      SELECT endpoint_id, output, measure, window_s, horizon_s, labels_dataset_id, version
      FROM serving.quality_rule
      WHERE tenant_id = $1\s""";

  private record Key(String inferenceId, int item) {
    static Key of(Label label) {
      return new Key(label.inferenceId(), label.item());
    }
  }

  private final TenantDatabase database;
  private final ServingSignals signals;
  private final InstantSource clock;
  private final QualityBacklog.Most mostLabels;

  @Inject
  public Quality(TenantDatabase database, LiveSignals signals, InstantSource clock) {
    this(database, signals, clock, QualityBacklog.MOST);
  }

  /**
   * @param mostLabels that a tenant may have waiting
   */
  Quality(
      TenantDatabase database,
      LiveSignals signals,
      InstantSource clock,
      QualityBacklog.Most mostLabels) {
    this.mostLabels = mostLabels;
    this.database = database;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
  }

  /**
   * Holds for predictions from now on, which have windows of their own; those that there are stay
   * what they are.
   *
   * @throws Conflict when it has another version
   */
  public void set(Transaction tx, QualityRule.Wanted wanted) {
    int changed =
        wanted.expectedVersion() == null
            ? tx.update(
                """
                INSERT INTO serving.quality_rule (tenant_id, endpoint_id, output, measure, window_s, horizon_s)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (tenant_id, endpoint_id) DO NOTHING
                """,
                tx.tenantId(),
                wanted.endpointId(),
                wanted.output(),
                wanted.measure().name(),
                seconds(wanted.window()),
                seconds(wanted.horizon()))
            : tx.update(
                """
                UPDATE serving.quality_rule
                SET output = $4, measure = $5, window_s = $6, horizon_s = $7, version = version + 1
                WHERE tenant_id = $1 AND endpoint_id = $2 AND version = $3
                """,
                tx.tenantId(),
                wanted.endpointId(),
                wanted.expectedVersion(),
                wanted.output(),
                wanted.measure().name(),
                seconds(wanted.window()),
                seconds(wanted.horizon()));
    if (changed == 0) {
      throw new Conflict("the rule has changed since, or there is one, or none");
    }
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.routesChanged(tenantId, wanted.endpointId()));
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  /** Those of the endpoints that have one; at most 1,000. */
  public Map<UUID, QualityRule> rulesOf(UUID tenantId, Collection<UUID> endpointIds) {
    Input.size("ids", endpointIds, 0, MAX_IDS);
    Map<UUID, QualityRule> found = new HashMap<>();
    database
        .read(
            tenantId,
            RULE + "AND endpoint_id = ANY ($2)",
            tenantId,
            endpointIds.toArray(UUID[]::new))
        .forEach(row -> found.put(row.getUUID("endpoint_id"), rule(row)));
    return found;
  }

  private static QualityRule rule(Row row) {
    return new QualityRule(
        row.getUUID("endpoint_id"),
        row.getString("output"),
        QualityMeasure.valueOf(row.getString("measure")),
        Duration.ofSeconds(row.getInteger("window_s")),
        Duration.ofSeconds(row.getInteger("horizon_s")),
        row.getUUID("labels_dataset_id"),
        row.getInteger("version"));
  }

  /**
   * Where labels of the endpoint go besides, from now on.
   *
   * @param into null for nowhere
   * @throws Conflict when it has no rule
   */
  public void collect(Transaction tx, UUID endpointId, QualityRule.Collection into) {
    int changed =
        tx.update(
            """
            UPDATE serving.quality_rule
            SET labels_dataset_id = $3, labels_collector_id = $4
            WHERE tenant_id = $1 AND endpoint_id = $2
            """,
            tx.tenantId(),
            endpointId,
            into == null ? null : into.datasetId(),
            into == null ? null : into.collectorId());
    if (changed == 0) {
      throw new Conflict("there is no rule");
    }
  }

  /**
   * Of each prediction the newest version stays. Labels whose prediction is not there wait for it;
   * those of a frozen window change nothing. Without a rule no prediction is kept that one could be
   * held against, and they are refused.
   *
   * @param labels 1 to 1,000
   * @return those that stay, and where they go besides
   * @throws Invalid when there are more, or one has a version beyond the milliseconds of ten
   *     minutes from now: none that comes later could correct it
   * @throws Conflict when the endpoint has no rule
   * @throws QuotaExceeded when more of the tenant's labels would wait than may, or of the
   *     endpoint's
   */
  public TakenLabels label(Transaction tx, UUID endpointId, List<Label> labels) {
    Input.size("input.labels", labels, 1, MAX_LABELS);
    UUID collectorId = collectorOf(tx, endpointId);
    long greatest = clock.millis() + VERSION_MARGIN.toMillis();
    Map<Key, Label> newest =
        new TreeMap<>(Comparator.comparing(Key::inferenceId).thenComparingInt(Key::item));
    for (Label label : labels) {
      if (label.version() > greatest) {
        throw new Invalid(
            "input.labels.version",
            label.version(),
            "at most " + greatest + ", ten minutes from now");
      }
      newest.merge(
          Key.of(label), label, (one, other) -> other.version() > one.version() ? other : one);
    }
    List<Label> ordered = new ArrayList<>(newest.values());
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    Set<Key> taken = new HashSet<>();
    tx.query(
            """
        WITH taken AS (
          INSERT INTO serving.label AS l
            (tenant_id, endpoint_id, inference_id, item, value, number, version, received_at)
          SELECT $1, $2, n.inference_id, n.item, n.value, n.number, n.version, $8
          FROM unnest($3::text[], $4::int[], $5::text[], $6::float8[], $7::bigint[])
            AS n (inference_id, item, value, number, version)
          ON CONFLICT (tenant_id, endpoint_id, inference_id, item) DO UPDATE
          SET value = excluded.value, number = excluded.number, version = excluded.version,
            received_at = excluded.received_at
          WHERE l.version < excluded.version OR l.version > $9
          RETURNING inference_id, item
        ), stale AS (
          SELECT d.window_at, d.rule_version
          FROM serving.quality_due d
          WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND (d.window_at, d.rule_version) IN (
            SELECT p.window_at, p.rule_version
            FROM taken t
            JOIN serving.prediction p ON p.tenant_id = $1 AND p.endpoint_id = $2
              AND p.inference_id = t.inference_id AND p.item = t.item)
          ORDER BY d.window_at, d.rule_version
          FOR NO KEY UPDATE
        ), due AS (
          UPDATE serving.quality_due d
          SET due_at = least(d.due_at, $8::timestamptz + greatest(1, least(60, d.window_s / 60)) * interval '1 second')
          FROM stale s
          WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.window_at = s.window_at
            AND d.rule_version = s.rule_version
        )
        SELECT inference_id, item FROM taken
        """,
            tx.tenantId(),
            endpointId,
            ordered.stream().map(Label::inferenceId).toArray(String[]::new),
            ordered.stream().map(Label::item).toArray(Integer[]::new),
            ordered.stream().map(Label::value).toArray(String[]::new),
            ordered.stream().map(label -> Values.number(label.value())).toArray(Double[]::new),
            ordered.stream().map(Label::version).toArray(Long[]::new),
            now,
            greatest)
        .forEach(row -> taken.add(new Key(row.getString("inference_id"), row.getInteger("item"))));
    QualityBacklog.requireLabels(tx, endpointId, mostLabels);
    return new TakenLabels(
        collectorId, ordered.stream().filter(label -> taken.contains(Key.of(label))).toList(), now);
  }

  /** Null where they go nowhere besides. */
  private static UUID collectorOf(Transaction tx, UUID endpointId) {
    Row rule =
        tx.one(
                "SELECT labels_collector_id FROM serving.quality_rule WHERE tenant_id = $1 AND endpoint_id = $2",
                tx.tenantId(),
                endpointId)
            .orElseThrow(
                () ->
                    new Conflict(
                        "the endpoint's predictions are not held against labels: say by setQuality which output is"));
    return rule.getUUID("labels_collector_id");
  }

  /**
   * Windows that begin in a time, newest first, and of each the newest revision first; at most
   * 1,000.
   *
   * @param revision its number; null for all
   */
  public List<QualityWindow> windows(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, Integer revision) {
    List<QualityWindow> found = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            SELECT window_at, window_s, revision, measure, predictions, labels, value, low, high, frozen
            FROM serving.quality_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at >= $3 AND window_at < $4
              AND ($5::int IS NULL OR revision = $5)
            ORDER BY window_at DESC, revision DESC, rule_version DESC
            LIMIT $6
            """,
            tenantId,
            endpointId,
            from,
            to,
            revision,
            MAX_WINDOWS)
        .forEach(row -> found.add(window(row)));
    return found;
  }

  /**
   * Windows of all revisions that begin in a time and have labels enough, newest first; at most
   * 20,000.
   *
   * @param minLabels that can be compared
   */
  public List<QualityWindow> labelled(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, int minLabels) {
    List<QualityWindow> found = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            SELECT window_at, window_s, revision, measure, predictions, labels, value, low, high, frozen
            FROM serving.quality_window
            WHERE tenant_id = $1 AND endpoint_id = $2 AND window_at >= $3 AND window_at < $4 AND labels >= $5
            ORDER BY window_at DESC
            LIMIT $6
            """,
            tenantId,
            endpointId,
            from,
            to,
            minLabels,
            MAX_LABELLED)
        .forEach(row -> found.add(window(row)));
    return found;
  }

  private static QualityWindow window(Row row) {
    return new QualityWindow(
        row.getOffsetDateTime("window_at"),
        Duration.ofSeconds(row.getInteger("window_s")),
        row.getInteger("revision"),
        QualityMeasure.valueOf(row.getString("measure")),
        row.getLong("predictions"),
        row.getLong("labels"),
        row.getDouble("value"),
        row.getDouble("low"),
        row.getDouble("high"),
        row.getBoolean("frozen"));
  }
}
