package io.keelson.tenancy.retention;

import java.time.Duration;

/**
 * Rows of a tenant's table that go some time after they are over.
 *
 * @param table with its schema; it has the column tenant_id, and the application may delete from it
 * @param kept how long they stay
 * @param over SQL of the table's alias {@code t}: since when a row is over, null for as long as it
 *     is not
 * @param condition further SQL of {@code t} that must be true; it must not become false again
 */
public record Retention(String table, Duration kept, String over, String condition) {

  public Retention {
    if (kept.isNegative() || kept.isZero()) {
      throw new IllegalArgumentException(table + ": " + kept + " (expected: longer than nothing)");
    }
  }

  public static Retention of(String table, Duration kept, String over) {
    return new Retention(table, kept, over, "true");
  }

  public Retention where(String condition) {
    return new Retention(table, kept, over, condition);
  }

  /**
   * Deletes the rows of tenant $1 that were over before $2, oldest first and at most $3 of them. A
   * row that somebody changes meanwhile is judged again as they left it.
   */
  String delete() {
    return """
        DELETE FROM %1$s t
        WHERE t.tenant_id = $1 AND %2$s < $2 AND (%3$s)
          AND t.ctid = ANY (ARRAY(
            SELECT t.ctid
            FROM %1$s t
            WHERE t.tenant_id = $1 AND %2$s < $2 AND (%3$s)
            ORDER BY %2$s
            LIMIT $3))
        """
        .formatted(table, over, condition);
  }
}
