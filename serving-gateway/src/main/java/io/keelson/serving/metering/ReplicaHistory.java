package io.keelson.serving.metering;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How many replicas an endpoint had, over all its revisions. How many it was to have is not kept.
 */
@ApplicationScoped
public class ReplicaHistory {
  public static final int MAX_BUCKETS = 200;

  /**
   * What changed before the first bucket has no time. $1 tenant, $2 endpoint, $3 begin, $4 end, $5
   * minutes of a bucket.
   */
  private static final String CHANGES =
      """
      WITH replicas AS (
        SELECT p.ready_at, p.ended_at
        FROM serving.revision r
        JOIN serving.replica p ON p.tenant_id = r.tenant_id AND p.revision_id = r.id
        WHERE r.tenant_id = $1 AND r.endpoint_id = $2
          AND p.ready_at < $4 AND (p.ended_at IS NULL OR p.ended_at >= $3)
      ), changes AS (
        SELECT ready_at AS at, 1 AS started, 0 AS ended FROM replicas
        UNION ALL
        SELECT ended_at, 0, 1 FROM replicas WHERE ended_at < $4
      )
      SELECT CASE WHEN at >= $3 THEN date_bin($5 * interval '1 minute', at, $3::timestamptz) END AS at,
        sum(started)::int AS started, sum(ended)::int AS ended
      FROM changes
      GROUP BY 1
      """;

  private final TenantDatabase database;
  private final InstantSource clock;

  public ReplicaHistory(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A replica counts from when it was first ready until it has ended, also while it misses probes.
   *
   * @param ready how many there were when the bucket was over, or are now in the one under way
   * @param started how many became ready in it
   * @param ended how many ended in it
   */
  public record Bucket(OffsetDateTime at, int ready, int started, int ended) {}

  private record Change(int started, int ended) {
    static final Change NONE = new Change(0, 0);

    static Change of(Row row) {
      return new Change(row.getInteger("started"), row.getInteger("ended"));
    }
  }

  /**
   * Every bucket that has begun, oldest first.
   *
   * @param from inclusive; {@code to} is exclusive and at most 31 days later
   * @param buckets how many at most, 1 to 200; one is a whole number of minutes long
   */
  public List<Bucket> read(
      UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to, int buckets) {
    Input.range("buckets", buckets, 1, MAX_BUCKETS);
    long minutes = Traffic.minutesOfBucket(from, to, buckets);
    OffsetDateTime begin =
        from.withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    OffsetDateTime end = to.isBefore(now) ? to : now;
    Map<OffsetDateTime, Change> changes = new HashMap<>();
    Change before = Change.NONE;
    for (Row row :
        database.read(tenantId, CHANGES, tenantId, endpointId, begin, end, (double) minutes)) {
      OffsetDateTime at = row.getOffsetDateTime("at");
      if (at == null) {
        before = Change.of(row);
      } else {
        changes.put(at.withOffsetSameInstant(ZoneOffset.UTC), Change.of(row));
      }
    }
    List<Bucket> out = new ArrayList<>();
    int ready = before.started();
    for (OffsetDateTime at = begin; at.isBefore(end); at = at.plusMinutes(minutes)) {
      Change change = changes.getOrDefault(at, Change.NONE);
      ready += change.started() - change.ended();
      out.add(new Bucket(at, ready, change.started(), change.ended()));
    }
    return out;
  }
}
