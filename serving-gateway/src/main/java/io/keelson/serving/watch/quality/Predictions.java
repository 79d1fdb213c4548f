package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.QuotaExceeded;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What kept inferences said, until their labels have come. */
public final class Predictions {
  private final TenantDatabase database;
  private final InstantSource clock;
  private final QualityBacklog.Most most;

  public Predictions(TenantDatabase database, InstantSource clock) {
    this(database, clock, QualityBacklog.MOST);
  }

  /**
   * @param most that a tenant may have waiting
   */
  Predictions(TenantDatabase database, InstantSource clock, QualityBacklog.Most most) {
    this.database = database;
    this.clock = clock;
    this.most = most;
  }

  /**
   * An element of an inference's output.
   *
   * @param item its place, 0 to 999
   * @param revision the number of the one that answered
   * @param ruleVersion of the rule that named the output; 0 for that which the endpoint has now
   */
  public record Prediction(
      String inferenceId, int item, int revision, Instant at, String value, int ruleVersion) {
    public static final int MAX_ITEMS = Label.MAX_ITEMS;

    public Prediction(String inferenceId, int item, int revision, Instant at, String value) {
      this(inferenceId, item, revision, at, value, 0);
    }

    public Prediction {
      value = Values.canonical(value);
    }

    /** What no label can be is not kept. */
    private boolean isComparable() {
      return value.length() <= Label.MAX_CHARACTERS
          && value.chars().noneMatch(Character::isISOControl);
    }
  }

  /**
   * Keeps those that are not there; nothing where the endpoint has no rule. Those that no label can
   * be, with control characters or longer than 256, are left out, as those of a rule that has
   * changed since.
   *
   * @throws QuotaExceeded when more of the tenant's would wait than may, or of the endpoint's; none
   *     is kept then
   */
  public void keep(UUID tenantId, UUID endpointId, List<Prediction> predictions) {
    List<Prediction> ordered =
        predictions.stream()
            .filter(Prediction::isComparable)
            .sorted(
                Comparator.comparing(Prediction::inferenceId).thenComparingInt(Prediction::item))
            .toList();
    database.transact(
        tenantId,
        tx -> {
          tx.update(
              """
                WITH rule AS (
                  SELECT window_s, horizon_s, measure, version
                  FROM serving.quality_rule
                  WHERE tenant_id = $1 AND endpoint_id = $2
                ), fresh AS (
                  INSERT INTO serving.prediction
                    (tenant_id, endpoint_id, inference_id, item, revision, at, window_at, value, number,
                     rule_version)
                  SELECT $1, $2, p.inference_id, p.item, p.revision, p.at,
                    date_bin(rule.window_s * interval '1 second', p.at, timestamptz 'epoch'), p.value, p.number,
                    rule.version
                  FROM rule
                  JOIN unnest($3::text[], $4::int[], $5::int[], $6::timestamptz[], $7::text[], $8::float8[], $10::int[])
                    AS p (inference_id, item, revision, at, value, number, rule_version)
                    ON p.rule_version IN (0, rule.version)
                  ON CONFLICT (tenant_id, endpoint_id, inference_id, item) DO NOTHING
                  RETURNING window_at
                )
                INSERT INTO serving.quality_due AS d (tenant_id, endpoint_id, window_at, rule_version, measure,
                  window_s, due_at, freeze_at)
                SELECT DISTINCT ON (f.window_at) $1::uuid, $2::uuid, f.window_at, rule.version, rule.measure,
                  rule.window_s,
                  $9::timestamptz + greatest(1, least(60, rule.window_s / 60)) * interval '1 second',
                  f.window_at + (rule.window_s + rule.horizon_s) * interval '1 second'
                FROM fresh f, rule
                ORDER BY f.window_at
                ON CONFLICT (tenant_id, endpoint_id, window_at, rule_version) DO UPDATE
                SET due_at = least(d.due_at, excluded.due_at)
                """,
              tenantId,
              endpointId,
              array(ordered, Prediction::inferenceId, String[]::new),
              array(ordered, Prediction::item, Integer[]::new),
              array(ordered, Prediction::revision, Integer[]::new),
              array(
                  ordered,
                  one -> OffsetDateTime.ofInstant(one.at(), ZoneOffset.UTC),
                  OffsetDateTime[]::new),
              array(ordered, Prediction::value, String[]::new),
              array(ordered, one -> Values.number(one.value()), Double[]::new),
              OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
              array(ordered, Prediction::ruleVersion, Integer[]::new));
          QualityBacklog.requirePredictions(tx, endpointId, most);
          return null;
        });
  }

  private static <T> T[] array(
      List<Prediction> from,
      Function<Prediction, T> value,
      java.util.function.IntFunction<T[]> make) {
    return from.stream().map(value).toArray(make);
  }
}
