package io.keelson.serving.metering;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How much an endpoint was asked, how often it failed and how fast it was. */
@ApplicationScoped
public class Traffic {
  public static final int MAX_BUCKETS = 1_000;
  private static final Duration MAX_PERIOD = Duration.ofDays(31);

  /** Twice the interval at which gateways write what they have counted. */
  private static final Duration WRITTEN_AFTER =
      MeteringConfig.defaults().trafficInterval().multipliedBy(2);

  private final TenantDatabase database;

  public Traffic(TenantDatabase database) {
    this.database = database;
  }

  /**
   * What happened from {@code at} to the next bucket, over all revisions and gateways.
   *
   * @param requests all of them, errors included
   * @param p50Ms null where there were no requests, as the others
   * @param inFlight requests in flight on average
   */
  public record Bucket(
      OffsetDateTime at,
      long requests,
      long errors,
      Double p50Ms,
      Double p95Ms,
      Double p99Ms,
      double inFlight) {}

  /**
   * Buckets without requests are left out.
   *
   * @param from inclusive; {@code to} is exclusive and at most 31 days later
   * @param buckets how many at most, 1 to 1,000; one is a whole number of minutes long
   */
  public List<Bucket> read(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, int buckets) {
    Input.range("buckets", buckets, 1, MAX_BUCKETS);
    Duration period = Duration.between(from, to);
    if (period.isNegative() || period.isZero() || period.compareTo(MAX_PERIOD) > 0) {
      throw new Invalid(
          "period", period, "more than nothing and at most " + MAX_PERIOD.toDays() + " days");
    }
    long minutes = Math.max(1, Math.ceilDiv(Math.ceilDiv(period.toSeconds(), 60), buckets));
    List<Bucket> out = new ArrayList<>();
    database
        .read(
            tenantId,
            """
            WITH rows AS (
              SELECT date_bin($5 * interval '1 minute', minute, date_trunc('minute', $3::timestamptz)) AS at,
                requests, errors, latency_sum_us, latency_counts
              FROM serving.traffic
              WHERE tenant_id = $1 AND endpoint_id = $2
                AND minute >= date_trunc('minute', $3::timestamptz) AND minute < $4
            ), counts AS (
              SELECT at, position, sum(count)::bigint AS count
              FROM rows, unnest(latency_counts) WITH ORDINALITY AS l (count, position)
              WHERE count > 0
              GROUP BY at, position
            )
            SELECT at, sum(requests)::bigint AS requests, sum(errors)::bigint AS errors,
              sum(latency_sum_us)::bigint AS latency_sum_us,
              (SELECT array_agg(c.position ORDER BY c.position) FROM counts c WHERE c.at = r.at) AS positions,
              (SELECT array_agg(c.count ORDER BY c.position) FROM counts c WHERE c.at = r.at) AS counts
            FROM rows r
            GROUP BY at
            ORDER BY at
            """,
            tenantId,
            endpointId,
            from,
            to,
            (double) minutes)
        .forEach(row -> out.add(bucket(row, minutes)));
    return out;
  }

  /** The beginning of the last minute that all gateways have finished writing. */
  public static OffsetDateTime lastCompleteMinute(Instant now) {
    return OffsetDateTime.ofInstant(now.minus(WRITTEN_AFTER), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.MINUTES)
        .minusMinutes(1);
  }

  /** When {@link #lastCompleteMinute} comes to the minute that begins there. */
  public static Instant completeAt(OffsetDateTime minute) {
    return minute.plusMinutes(1).plus(WRITTEN_AFTER).toInstant();
  }

  /** One minute, also one in which nobody asked. */
  public Bucket minute(UUID tenantId, UUID endpointId, OffsetDateTime at) {
    return read(tenantId, endpointId, at, at.plusMinutes(1), 1).stream()
        .findFirst()
        .orElse(new Bucket(at, 0, 0, null, null, null, 0));
  }

  private static Bucket bucket(Row row, long minutes) {
    long[] latencies = new long[LatencyBuckets.COUNT];
    Long[] positions = row.getArrayOfLongs("positions");
    Long[] counts = row.getArrayOfLongs("counts");
    for (int i = 0; positions != null && i < positions.length; i++) {
      latencies[(int) Math.min(positions[i] - 1, LatencyBuckets.COUNT - 1)] += counts[i];
    }
    return new Bucket(
        row.getOffsetDateTime("at"),
        row.getLong("requests"),
        row.getLong("errors"),
        milliseconds(latencies, 0.50),
        milliseconds(latencies, 0.95),
        milliseconds(latencies, 0.99),
        row.getLong("latency_sum_us") / (minutes * 60_000_000.0));
  }

  private static Double milliseconds(long[] latencies, double share) {
    double micros = LatencyBuckets.percentileMicros(latencies, share);
    return micros < 0 ? null : micros / 1_000;
  }
}
