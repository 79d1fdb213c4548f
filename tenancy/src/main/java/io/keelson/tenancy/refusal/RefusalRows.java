package io.keelson.tenancy.refusal;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.refusal.LimitRefusals.Refused;
import io.keelson.tenancy.refusal.RefusalCounts.Count;
import io.keelson.tenancy.refusal.RefusalCounts.Who;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of what was refused, by day, limit and caller. */
final class RefusalRows {
  private static final String OTHERS = "OTHERS";

  /**
   * Whoever would be one too many of a day is counted among the others. In the order of the key, as
   * every process writes them.
   */
  private static final String ADD =
      """
      INSERT INTO tenancy.refusal_day AS r
        (tenant_id, day, name, actor_kind, actor_id, actor, refused, last_at, action, most)
      SELECT $1, n.day, n.name, k.kind, k.id, max(k.label), sum(n.refused), max(n.last_at),
        CASE WHEN k.kind <> 'OTHERS' THEN max(n.action) END, (array_agg(n.most ORDER BY n.last_at DESC))[1]
      FROM unnest(
          $2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bigint[], $8::timestamptz[], $9::text[],
          $10::bigint[])
        AS n (day, name, kind, id, label, refused, last_at, action, most)
      CROSS JOIN LATERAL (
        SELECT
          EXISTS (
            SELECT FROM tenancy.refusal_day k
            WHERE k.tenant_id = $1 AND k.day = n.day AND k.name = n.name AND k.actor_kind = n.kind
              AND k.actor_id = n.id)
          OR (SELECT count(*) FROM tenancy.refusal_day d WHERE d.tenant_id = $1 AND d.day = n.day) < $11
          AS is_named) AS room
      CROSS JOIN LATERAL (
        SELECT
          CASE WHEN is_named THEN n.kind ELSE 'OTHERS' END AS kind,
          CASE WHEN is_named THEN n.id ELSE '00000000-0000-0000-0000-000000000000' END AS id,
          CASE WHEN is_named THEN n.label ELSE '' END AS label) AS k
      GROUP BY n.day, n.name, k.kind, k.id
      ORDER BY n.day, n.name, k.kind, k.id
      ON CONFLICT (tenant_id, day, name, actor_kind, actor_id) DO UPDATE SET
        actor = excluded.actor,
        refused = r.refused + excluded.refused,
        last_at = greatest(r.last_at, excluded.last_at),
        action = CASE WHEN excluded.last_at >= r.last_at THEN excluded.action ELSE r.action END,
        most = CASE WHEN excluded.last_at >= r.last_at THEN excluded.most ELSE r.most END
      """;

  private static final String BY_LIMIT =
      """
      WITH by_actor AS (
        SELECT name, actor_kind, actor_id, (array_agg(actor ORDER BY last_at DESC))[1] AS actor,
          (array_agg(action ORDER BY last_at DESC))[1] AS action,
          (array_agg(most ORDER BY last_at DESC))[1] AS most,
          sum(refused)::bigint AS refused, max(last_at) AS last_at
        FROM tenancy.refusal_day
        WHERE tenant_id = $1 AND day > $2 AND day <= $2 + $5::int AND name = ANY ($3)
        GROUP BY name, actor_kind, actor_id
      ), placed AS (
        SELECT *,
          (sum(refused) OVER (PARTITION BY name))::bigint AS of_limit,
          max(last_at) OVER (PARTITION BY name) AS limit_last_at,
          first_value(most) OVER (PARTITION BY name ORDER BY last_at DESC) AS limit_most,
          row_number() OVER (
            PARTITION BY name
            ORDER BY actor_kind = 'OTHERS', refused DESC, actor_kind, actor_id) AS place
        FROM by_actor
      )
      SELECT name, actor_kind, actor_id, actor, refused, last_at, of_limit, limit_last_at, limit_most,
        CASE WHEN name IN ('API_RATE', 'API_KEY_RATE') THEN (
          SELECT max(c.served_at)
          FROM tenancy.caller_points c
          WHERE c.tenant_id = $1 AND c.hour > placed.last_at - interval '1 hour' AND c.served_at > placed.last_at
            AND c.caller_kind = placed.actor_kind AND c.caller_id = placed.actor_id)
        ELSE (
          SELECT min(a.at)
          FROM (
            SELECT at, actor_kind, actor_id, action, outcome
            FROM tenancy.audit_entry
            WHERE tenant_id = $1 AND at > placed.last_at AND placed.action IS NOT NULL
            ORDER BY at, id
            LIMIT $6) AS a
          WHERE a.actor_kind = placed.actor_kind AND a.actor_id = placed.actor_id
            AND a.action = placed.action AND a.outcome = 'DONE')
        END AS served_at
      FROM placed
      WHERE place <= $4
      ORDER BY of_limit DESC, name, place
      """;

  private static final String DAILY =
      """
      SELECT name, day, sum(refused)::bigint AS refused
      FROM tenancy.refusal_day
      WHERE tenant_id = $1 AND day > $2 AND day <= $2 + $4::int AND name = ANY ($3)
      GROUP BY name, day
      """;

  /** Of the audit log after a refusal, for one caller: whoever was served later is not found. */
  private static final int MAX_ENTRIES = 2_000;

  private static final String[] KNOWN =
      Arrays.stream(LimitName.values()).map(Enum::name).toArray(String[]::new);

  private RefusalRows() {}

  /**
   * @param maxOfDay callers and limits of a day that have a row of their own; processes that write
   *     at once may go beyond it by what each brings
   */
  static void add(Transaction tx, Map<Who, Count> counts, int maxOfDay) {
    List<Map.Entry<Who, Count>> rows = List.copyOf(counts.entrySet());
    tx.update(
        ADD,
        tx.tenantId(),
        rows.stream().map(row -> row.getKey().day()).toArray(LocalDate[]::new),
        rows.stream().map(row -> row.getKey().limit().name()).toArray(String[]::new),
        rows.stream().map(row -> kind(row.getKey())).toArray(String[]::new),
        rows.stream().map(row -> row.getKey().id()).toArray(UUID[]::new),
        rows.stream().map(RefusalRows::label).toArray(String[]::new),
        rows.stream().map(row -> row.getValue().refused()).toArray(Long[]::new),
        rows.stream()
            .map(row -> row.getValue().lastAt().atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new),
        rows.stream().map(row -> row.getValue().action()).toArray(String[]::new),
        rows.stream().map(row -> row.getValue().most()).toArray(Long[]::new),
        maxOfDay);
  }

  private static String kind(Who who) {
    return who.kind() == null ? OTHERS : who.kind().name();
  }

  private static String label(Map.Entry<Who, Count> row) {
    return row.getKey().kind() == null ? "" : row.getValue().label();
  }

  /**
   * Limits that have refused most first, each with the callers that it has refused most.
   *
   * @param today the last of the days that count
   */
  static List<LimitRefusals> byLimit(Transaction tx, LocalDate today, int days, int maxActors) {
    LocalDate before = today.minusDays(days);
    Map<LimitName, List<Long>> daily = daily(tx, before, days);
    List<Long> none = Collections.nCopies(days, 0L);
    Map<LimitName, LimitRefusals> found = new LinkedHashMap<>();
    for (Row row : tx.query(BY_LIMIT, tx.tenantId(), before, KNOWN, maxActors, days, MAX_ENTRIES)) {
      LimitName limit = LimitName.valueOf(row.getString("name"));
      LimitRefusals refusals =
          found.computeIfAbsent(
              limit,
              first ->
                  new LimitRefusals(
                      limit,
                      row.getLong("of_limit"),
                      row.getOffsetDateTime("limit_last_at"),
                      row.getLong("limit_most"),
                      daily.getOrDefault(limit, none), // written since
                      new ArrayList<>()));
      if (!row.getString("actor_kind").equals(OTHERS)) {
        refusals.actors().add(refused(row));
      }
    }
    return List.copyOf(found.values());
  }

  /** Of each limit how often on each day. */
  private static Map<LimitName, List<Long>> daily(Transaction tx, LocalDate before, int days) {
    Map<LimitName, List<Long>> daily = new EnumMap<>(LimitName.class);
    for (Row row : tx.query(DAILY, tx.tenantId(), before, KNOWN, days)) {
      int day = (int) ChronoUnit.DAYS.between(before, row.getLocalDate("day")) - 1;
      daily
          .computeIfAbsent(
              LimitName.valueOf(row.getString("name")),
              first -> new ArrayList<>(Collections.nCopies(days, 0L)))
          .set(day, row.getLong("refused"));
    }
    return daily;
  }

  private static Refused refused(Row row) {
    Actor actor =
        new Actor(
            Principal.Kind.valueOf(row.getString("actor_kind")),
            row.getUUID("actor_id"),
            row.getString("actor"));
    return new Refused(
        actor,
        row.getLong("refused"),
        row.getOffsetDateTime("last_at"),
        row.getOffsetDateTime("served_at"));
  }
}
