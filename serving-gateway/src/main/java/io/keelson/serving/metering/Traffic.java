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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How much an endpoint was asked, how often it failed and how fast it was. */
@ApplicationScoped
public class Traffic {
  public static final int MAX_BUCKETS = 1_000;
  public static final int MAX_BUCKETS_OF_REVISION = 200;
  private static final int MAX_REVISIONS = 8;
  private static final Duration MAX_PERIOD = Duration.ofDays(31);

  /** Twice the interval at which gateways write what they have counted. */
  private static final Duration WRITTEN_AFTER =
      MeteringConfig.defaults().trafficInterval().multipliedBy(2);

  private static final String PERIOD =
      """
      FROM serving.traffic
      WHERE tenant_id = $1 AND endpoint_id = $2
        AND minute >= date_trunc('minute', $3::timestamptz) AND minute < $4
      """;

  private static final String OF_ENDPOINT = buckets("NULL::uuid", "");

  private static final String OF_REVISIONS =
      buckets(
          "revision_id",
          """
          AND revision_id IN (
            SELECT revision_id
            %sGROUP BY revision_id
            ORDER BY sum(requests) DESC, revision_id DESC
            LIMIT %d)
          """
              .formatted(PERIOD, MAX_REVISIONS));

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

  /** What happened at one revision. */
  public record OfRevision(UUID revisionId, List<Bucket> buckets) {}

  /**
   * @param of by what rows are told apart beside their time
   */
  private static String buckets(String of, String condition) {
    return """
    WITH rows AS (
      SELECT %s AS revision_id,
        date_bin($5 * interval '1 minute', minute, date_trunc('minute', $3::timestamptz)) AS at,
        requests, errors, latency_sum_us, latency_counts
      %s%s
    ), counts AS (
      SELECT revision_id, at, position, sum(count)::bigint AS count
      FROM rows, unnest(latency_counts) WITH ORDINALITY AS l (count, position)
      WHERE count > 0
      GROUP BY revision_id, at, position
    ), latencies AS (
      SELECT revision_id, at, array_agg(position ORDER BY position) AS positions,
        array_agg(count ORDER BY position) AS counts
      FROM counts
      GROUP BY revision_id, at
    ), sums AS (
      SELECT revision_id, at, sum(requests)::bigint AS requests, sum(errors)::bigint AS errors,
        sum(latency_sum_us)::bigint AS latency_sum_us
      FROM rows
      GROUP BY revision_id, at
    )
    SELECT s.*, l.positions, l.counts
    FROM sums s
    LEFT JOIN latencies l ON l.at = s.at AND l.revision_id IS NOT DISTINCT FROM s.revision_id
    ORDER BY s.revision_id, s.at
    """
        .formatted(of, PERIOD, condition);
  }

  /**
   * Buckets without requests are left out.
   *
   * @param from inclusive; {@code to} is exclusive and at most 31 days later
   * @param buckets how many at most, 1 to 1,000; one is a whole number of minutes long
   */
  public List<Bucket> read(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, int buckets) {
    Input.range("buckets", buckets, 1, MAX_BUCKETS);
    long minutes = minutesOfBucket(from, to, buckets);
    List<Bucket> out = new ArrayList<>();
    database
        .read(tenantId, OF_ENDPOINT, tenantId, endpointId, from, to, (double) minutes)
        .forEach(row -> out.add(bucket(row, minutes)));
    return out;
  }

  /**
   * The same apart for each revision that had requests, the oldest first; where more than 8 had,
   * those that had most.
   *
   * @param from inclusive; {@code to} is exclusive and at most 31 days later
   * @param buckets how many at most of each, 1 to 200; one is a whole number of minutes long
   */
  public List<OfRevision> byRevision(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, int buckets) {
    Input.range("buckets", buckets, 1, MAX_BUCKETS_OF_REVISION);
    long minutes = minutesOfBucket(from, to, buckets);
    Map<UUID, List<Bucket>> found = new LinkedHashMap<>();
    database
        .read(tenantId, OF_REVISIONS, tenantId, endpointId, from, to, (double) minutes)
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.getUUID("revision_id"), id -> new ArrayList<>())
                    .add(bucket(row, minutes)));
    return found.entrySet().stream()
        .map(entry -> new OfRevision(entry.getKey(), entry.getValue()))
        .toList();
  }

  static long minutesOfBucket(OffsetDateTime from, OffsetDateTime to, int buckets) {
    Duration period = Duration.between(from, to);
    if (period.isNegative() || period.isZero() || period.compareTo(MAX_PERIOD) > 0) {
      throw new Invalid(
          "period", period, "more than nothing and at most " + MAX_PERIOD.toDays() + " days");
    }
    return Math.max(1, Math.ceilDiv(Math.ceilDiv(period.toSeconds(), 60), buckets));
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
