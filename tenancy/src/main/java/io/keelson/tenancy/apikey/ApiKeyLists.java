package io.keelson.tenancy.apikey;

import io.keelson.tenancy.apikey.ApiKeys.PlaceByPoints;
import io.keelson.tenancy.apikey.ApiKeys.Ranked;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.pointuse.KeyPoints;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Pages of a tenant's keys, each read by one statement. Keys that nobody revoked are found by an
 * index of their own, past those that have ended; a page of unused or ending ones looks at all of
 * them at most.
 */
final class ApiKeyLists {
  /** A key that ends sooner wants a look. */
  static final Duration SOON = Duration.ofDays(14);

  /** The greatest id there is: before it comes every key. */
  private static final UUID LAST_OF_ALL = new UUID(-1, -1);

  private final List<Object> params = new ArrayList<>();
  private final Transaction tx;
  private final OffsetDateTime at;
  private final String tenantId;
  private final String condition;
  private String now;

  /**
   * @param filter null for all keys, those that have ended too
   */
  ApiKeyLists(Transaction tx, ApiKeyFilter filter, OffsetDateTime now) {
    this.tx = tx;
    this.at = now;
    this.tenantId = place(tx.tenantId(), "uuid");
    this.condition = filter == null ? "TRUE" : condition(filter);
  }

  private String place(Object value, String type) {
    params.add(value);
    return "$" + params.size() + "::" + type;
  }

  /** A statement has no parameter that it does not use: this one is there once it is asked for. */
  private String now() {
    if (now == null) {
      now = place(at, "timestamptz");
    }
    return now;
  }

  private String condition(ApiKeyFilter filter) {
    String inForce =
        "k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > " + now() + ")";
    return switch (filter) {
      case IN_FORCE -> inForce;
      case UNUSED ->
          inForce
              + """
               AND coalesce(k.last_used_at, k.created_at) <= %s - interval '1 second' * (
                SELECT t.key_unused_after_s FROM tenancy.tenant t WHERE t.tenant_id = %s)
              """
                  .formatted(now(), tenantId);
      case ENDING_SOON ->
          "k.revoked_at IS NULL AND k.expires_at > %1$s AND k.expires_at < %1$s + interval '%2$d seconds'"
              .formatted(now(), SOON.toSeconds());
      case LEFT_BEHIND ->
          inForce
              + """
               AND k.service_account_id IS NOT NULL AND k.person_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM tenancy.member m
                WHERE m.tenant_id = k.tenant_id AND m.person_id = k.person_id AND m.lost_at IS NULL)
              """;
      case ENDED -> "(k.revoked_at IS NOT NULL OR k.expires_at <= " + now() + ")";
    };
  }

  /**
   * Newest first.
   *
   * @param before the id of the last one before them; null for the newest
   */
  List<ApiKey> newest(int limit, UUID before) {
    String sql =
        """
        SELECT %s
        FROM tenancy.api_key k
        WHERE k.tenant_id = %s AND k.id < %s AND %s
        ORDER BY k.id DESC
        LIMIT %s
        """
            .formatted(
                ApiKeyRows.COLUMNS,
                tenantId,
                place(before == null ? LAST_OF_ALL : before, "uuid"),
                condition,
                place(limit, "int"));
    return tx.list(ApiKeyRows::apiKey, sql, params.toArray());
  }

  /**
   * Those that took most points in a week first, then the newest of those that took none.
   *
   * @param after the last one before them; null for the first
   */
  List<Ranked> byPoints(int limit, PlaceByPoints after) {
    PlaceByPoints from = after == null ? new PlaceByPoints(Long.MAX_VALUE, LAST_OF_ALL) : after;
    String sql =
        """
        WITH taken AS MATERIALIZED (%1$s)
        SELECT %2$s, points
        FROM (
          (SELECT k.*, taken.points
            FROM taken
            JOIN tenancy.api_key k ON k.tenant_id = %3$s AND k.id = taken.key_id
            WHERE (taken.points, k.id) < (%5$s, %6$s) AND %4$s
            ORDER BY taken.points DESC, k.id DESC
            LIMIT %8$s)
          UNION ALL
          (SELECT k.*, 0::bigint
            FROM tenancy.api_key k
            WHERE k.tenant_id = %3$s AND k.id < %7$s AND %4$s
              AND NOT EXISTS (SELECT FROM taken WHERE taken.key_id = k.id)
            ORDER BY k.id DESC
            LIMIT %8$s)) AS ranked
        ORDER BY points DESC, id DESC
        LIMIT %8$s
        """
            .formatted(
                KeyPoints.ofWeek(tenantId, now()),
                ApiKeyRows.COLUMNS,
                tenantId,
                condition,
                place(from.points(), "bigint"),
                place(from.keyId(), "uuid"),
                place(from.points() > 0 ? LAST_OF_ALL : from.keyId(), "uuid"),
                place(limit, "int"));
    return tx.list(
        row -> new Ranked(ApiKeyRows.apiKey(row), row.getLong("points")), sql, params.toArray());
  }
}
