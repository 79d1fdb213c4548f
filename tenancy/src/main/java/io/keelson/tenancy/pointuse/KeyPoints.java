package io.keelson.tenancy.pointuse;

/** What API keys took, as a part of statements that put keys in order by it. */
public final class KeyPoints {
  private KeyPoints() {}

  /**
   * Rows {@code (key_id, points)}: one for each key that took points in the week that {@link
   * PointUse#ofKeys} tells of. At most 100 callers of an hour are told apart, so that there are at
   * most 16,800 of them, read from one range of the key of {@code caller_points}.
   *
   * @param tenantId placeholder of the tenant's id
   * @param now placeholder of the present time, cast to {@code timestamptz}
   */
  public static String ofWeek(String tenantId, String now) {
    return """
        SELECT key_id, sum(points)::bigint AS points
        FROM tenancy.caller_points
        WHERE tenant_id = %1$s AND key_id <> '%4$s'
          AND hour > date_trunc('hour', %2$s, 'UTC') - interval '%3$d hours' AND hour <= %2$s
        GROUP BY key_id
        """
        .formatted(tenantId, now, PointPeriod.WEEK.hours(), PointCounts.NOBODY);
  }
}
