package io.keelson.tenancy.pointuse;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.pointuse.PointCounts.Count;
import io.keelson.tenancy.pointuse.PointCounts.Minute;
import io.keelson.tenancy.pointuse.PointCounts.Operation;
import io.keelson.tenancy.pointuse.PointCounts.Who;
import io.keelson.tenancy.pointuse.PointReport.Moment;
import io.keelson.tenancy.pointuse.PointReport.OfCaller;
import io.keelson.tenancy.pointuse.PointReport.OfOperation;
import io.keelson.tenancy.pointuse.PointReport.Spent;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The rows of points. Each is written in the order of its key, as every process does. */
final class PointRows {
  private static final String OTHERS = "OTHERS";

  /**
   * Whoever would be one too many of an hour is counted among the others. Only those that are new
   * take a place of those that are left, and those that took most take the first.
   */
  private static final String ADD_OPERATIONS =
      """
      INSERT INTO tenancy.operation_points AS o (tenant_id, hour, operation, points, calls)
      SELECT $1, n.hour, room.operation, sum(n.points), sum(n.calls)
      FROM (
        SELECT given.*, known.is_known,
          row_number() OVER (PARTITION BY given.hour, known.is_known ORDER BY given.points DESC, given.operation)
            AS place
        FROM unnest($2::timestamptz[], $3::text[], $4::bigint[], $5::bigint[])
          AS given (hour, operation, points, calls)
        CROSS JOIN LATERAL (
          SELECT given.operation = '*' OR EXISTS (
            SELECT FROM tenancy.operation_points k
            WHERE k.tenant_id = $1 AND k.hour = given.hour AND k.operation = given.operation)
            AS is_known) AS known) AS n
      CROSS JOIN LATERAL (
        SELECT CASE WHEN
          n.is_known
          OR n.place + (
            SELECT count(*) FROM tenancy.operation_points k
            WHERE k.tenant_id = $1 AND k.hour = n.hour AND k.operation <> '*') <= $6
        THEN n.operation ELSE '*' END AS operation) AS room
      GROUP BY n.hour, room.operation
      ORDER BY n.hour, room.operation
      ON CONFLICT (tenant_id, hour, operation) DO UPDATE SET
        points = o.points + excluded.points,
        calls = o.calls + excluded.calls
      """;

  private static final String ADD_CALLERS =
      """
      INSERT INTO tenancy.caller_points AS c
        (tenant_id, hour, caller_kind, caller_id, key_id, caller, points, calls, last_at, served_at)
      SELECT $1, n.hour, k.kind, k.id, k.key_id, max(k.label), sum(n.points), sum(n.calls), max(n.last_at),
        max(n.served_at)
      FROM (
        SELECT given.*, known.is_known,
          row_number() OVER (
            PARTITION BY given.hour, known.is_known ORDER BY given.points DESC, given.id, given.key_id) AS place
        FROM unnest(
            $2::timestamptz[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::bigint[],
            $9::timestamptz[], $10::timestamptz[])
          AS given (hour, kind, id, key_id, label, points, calls, last_at, served_at)
        CROSS JOIN LATERAL (
          SELECT given.kind = 'OTHERS' OR EXISTS (
            SELECT FROM tenancy.caller_points k
            WHERE k.tenant_id = $1 AND k.hour = given.hour AND k.caller_kind = given.kind
              AND k.caller_id = given.id AND k.key_id = given.key_id)
            AS is_known) AS known) AS n
      CROSS JOIN LATERAL (
        SELECT
          n.is_known
          OR n.place + (
            SELECT count(*) FROM tenancy.caller_points k
            WHERE k.tenant_id = $1 AND k.hour = n.hour AND k.caller_kind <> 'OTHERS') <= $11
          AS is_named) AS room
      CROSS JOIN LATERAL (
        SELECT
          CASE WHEN is_named THEN n.kind ELSE 'OTHERS' END AS kind,
          CASE WHEN is_named THEN n.id ELSE '00000000-0000-0000-0000-000000000000' END AS id,
          CASE WHEN is_named THEN n.key_id ELSE '00000000-0000-0000-0000-000000000000' END AS key_id,
          CASE WHEN is_named THEN n.label ELSE '' END AS label) AS k
      GROUP BY n.hour, k.kind, k.id, k.key_id
      ORDER BY n.hour, k.kind, k.id, k.key_id
      ON CONFLICT (tenant_id, hour, caller_kind, caller_id, key_id) DO UPDATE SET
        caller = excluded.caller,
        points = c.points + excluded.points,
        calls = c.calls + excluded.calls,
        last_at = greatest(c.last_at, excluded.last_at),
        served_at = greatest(c.served_at, excluded.served_at)
      """;

  private static final String ADD_MINUTES =
      """
      INSERT INTO tenancy.minute_points AS m (tenant_id, minute, points, refused)
      SELECT $1, n.minute, n.points, n.refused
      FROM unnest($2::timestamptz[], $3::bigint[], $4::bigint[]) AS n (minute, points, refused)
      ORDER BY n.minute
      ON CONFLICT (tenant_id, minute) DO UPDATE SET
        points = m.points + excluded.points,
        refused = m.refused + excluded.refused
      """;

  private static final String OPERATIONS =
      """
      SELECT operation, sum(points)::bigint AS points, sum(calls)::bigint AS calls
      FROM tenancy.operation_points
      WHERE tenant_id = $1 AND hour > $2 AND hour <= $3 AND operation <> '*'
      GROUP BY operation
      ORDER BY sum(points) DESC, operation
      LIMIT $4
      """;

  private static final String CALLERS =
      """
      SELECT caller_kind, caller_id, (array_agg(caller ORDER BY last_at DESC))[1] AS caller,
        sum(points)::bigint AS points, sum(calls)::bigint AS calls, max(last_at) AS last_at
      FROM tenancy.caller_points
      WHERE tenant_id = $1 AND hour > $2 AND hour <= $3 AND caller_kind <> 'OTHERS'
      GROUP BY caller_kind, caller_id
      ORDER BY sum(points) DESC, caller_kind, caller_id
      LIMIT $4
      """;

  private static final String ALL =
      """
      SELECT coalesce(sum(points), 0)::bigint AS points, coalesce(sum(calls), 0)::bigint AS calls
      FROM tenancy.operation_points
      WHERE tenant_id = $1 AND hour > $2 AND hour <= $3
      """;

  private static final String CURVE =
      """
      SELECT date_bin($4::int * interval '1 minute', minute, 'epoch'::timestamptz) AS at,
        max(points)::bigint AS points, sum(refused)::bigint AS refused
      FROM tenancy.minute_points
      WHERE tenant_id = $1 AND minute > $2 AND minute <= $3
      GROUP BY 1
      ORDER BY 1
      """;

  private static final String OF_KEYS =
      """
      SELECT key_id, sum(points)::bigint AS points, sum(calls)::bigint AS calls
      FROM tenancy.caller_points
      WHERE tenant_id = $1 AND hour > $2 AND hour <= $3 AND key_id = ANY ($4)
      GROUP BY key_id
      """;

  private PointRows() {}

  /** Hours of a report: after the one, up to the other. */
  record Span(OffsetDateTime after, OffsetDateTime last) {}

  static void addOperations(Transaction tx, Map<Operation, Count> counts, int maxOfHour) {
    List<Map.Entry<Operation, Count>> rows = List.copyOf(counts.entrySet());
    tx.update(
        ADD_OPERATIONS,
        tx.tenantId(),
        column(rows, row -> time(row.getKey().hour()), OffsetDateTime[]::new),
        column(rows, row -> row.getKey().name(), String[]::new),
        column(rows, row -> row.getValue().points(), Long[]::new),
        column(rows, row -> row.getValue().calls(), Long[]::new),
        maxOfHour);
  }

  static void addCallers(Transaction tx, Map<Who, Count> counts, int maxOfHour) {
    List<Map.Entry<Who, Count>> rows = List.copyOf(counts.entrySet());
    tx.update(
        ADD_CALLERS,
        tx.tenantId(),
        column(rows, row -> time(row.getKey().hour()), OffsetDateTime[]::new),
        column(rows, row -> kind(row.getKey()), String[]::new),
        column(rows, row -> row.getKey().id(), UUID[]::new),
        column(rows, row -> row.getKey().keyId(), UUID[]::new),
        column(rows, PointRows::label, String[]::new),
        column(rows, row -> row.getValue().points(), Long[]::new),
        column(rows, row -> row.getValue().calls(), Long[]::new),
        column(rows, row -> time(row.getValue().lastAt()), OffsetDateTime[]::new),
        column(rows, row -> time(row.getValue().servedAt()), OffsetDateTime[]::new),
        maxOfHour);
  }

  static void addMinutes(Transaction tx, Map<Instant, Minute> counts) {
    List<Map.Entry<Instant, Minute>> rows = List.copyOf(counts.entrySet());
    tx.update(
        ADD_MINUTES,
        tx.tenantId(),
        column(rows, row -> time(row.getKey()), OffsetDateTime[]::new),
        column(rows, row -> row.getValue().points(), Long[]::new),
        column(rows, row -> row.getValue().refused(), Long[]::new));
  }

  private static String kind(Who who) {
    return who.kind() == null ? OTHERS : who.kind().name();
  }

  private static String label(Map.Entry<Who, Count> row) {
    return row.getKey().kind() == null ? "" : row.getValue().label();
  }

  private static <K, V, T> T[] column(
      Collection<Map.Entry<K, V>> rows,
      Function<Map.Entry<K, V>, T> value,
      IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  static OffsetDateTime time(Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  static Spent all(Transaction tx, Span span) {
    return tx.one(ALL, tx.tenantId(), span.after(), span.last())
        .map(PointRows::spent)
        .orElse(Spent.NOTHING);
  }

  static List<OfOperation> operations(Transaction tx, Span span, int most) {
    return tx.list(
        row -> {
          String name = row.getString("operation");
          return new OfOperation(name.equals(PointCounts.UNNAMED) ? null : name, spent(row));
        },
        OPERATIONS,
        tx.tenantId(),
        span.after(),
        span.last(),
        most);
  }

  static List<OfCaller> callers(Transaction tx, Span span, int most) {
    return tx.list(
        row ->
            new OfCaller(
                new Actor(
                    Principal.Kind.valueOf(row.getString("caller_kind")),
                    row.getUUID("caller_id"),
                    row.getString("caller")),
                spent(row),
                row.getOffsetDateTime("last_at")),
        CALLERS,
        tx.tenantId(),
        span.after(),
        span.last(),
        most);
  }

  /**
   * @param minutes that are one moment
   */
  static List<Moment> curve(Transaction tx, Span span, int minutes) {
    return tx.list(
        row ->
            new Moment(row.getOffsetDateTime("at"), row.getLong("points"), row.getLong("refused")),
        CURVE,
        tx.tenantId(),
        span.after(),
        span.last(),
        minutes);
  }

  static Map<UUID, Spent> ofKeys(Transaction tx, Span span, Collection<UUID> keyIds) {
    Map<UUID, Spent> found = new HashMap<>();
    tx.query(OF_KEYS, tx.tenantId(), span.after(), span.last(), keyIds.toArray(UUID[]::new))
        .forEach(row -> found.put(row.getUUID("key_id"), spent(row)));
    return found;
  }

  private static Spent spent(Row row) {
    return new Spent(row.getLong("points"), row.getLong("calls"));
  }
}
