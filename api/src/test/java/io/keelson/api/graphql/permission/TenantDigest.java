package io.keelson.api.graphql.permission;

import io.keelson.api.testing.TestEndpoints;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All rows of a tenant, as one digest a table: what tells whether a call changed anything. */
@ApplicationScoped
class TenantDigest {
  /** A refusal leaves its trace, and the platform looks by itself at what is used. */
  private static final Set<String> NO_CHANGE_OF_THE_CALLERS =
      Set.of(
          "tenancy.audit_entry",
          "tenancy.quota_day",
          "tenancy.refusal_day",
          "tenancy.caller_points",
          "tenancy.operation_points",
          "tenancy.minute_points",
          "catalog.inbox_thread");

  private static final String TABLES =
      """
      SELECT n.nspname || '.' || c.relname AS name
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT')
        AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
      ORDER BY 1
      """;

  /** When somebody was last here, which is no change of theirs. */
  private static final String LAST_USED = "last_used_at,last_seen_at";

  /** How far the platform is with what it does by itself. */
  private static final Map<String, String> PLATFORMS_COLUMNS =
      Map.of(
          "catalog.alert_channel",
          "last_delivered_at,last_error,last_error_at",
          "catalog.alert_delivery",
          "attempts,due_at,last_attempt_at,last_status,last_error,version",
          "catalog.alert_lane",
          "claim,claimed_until,due_at,not_before",
          "catalog.alert_rule",
          "next_check_at",
          "tenancy.sign_on_provider",
          "claimed_until,due_at,failures,problem,swept_to,told_change,token_endpoint");

  private static final String OF_TABLE =
      """
      SELECT '%1$s' AS name, md5(coalesce(string_agg(row, ',' ORDER BY row), '')) AS digest
      FROM (
        SELECT md5((to_jsonb(t) - '{%2$s}'::text[])::text) AS row
        FROM %1$s t
        WHERE t.tenant_id = $1
      ) AS rows
      """;

  private final TestEndpoints database;
  private volatile String query;

  TenantDigest(TestEndpoints database) {
    this.database = database;
  }

  /** By table. */
  Map<String, String> of(UUID tenantId) {
    return database.transact(
        tenantId,
        tx -> {
          if (query == null) {
            query =
                tx.list(row -> row.getString("name"), TABLES).stream()
                    .filter(table -> !NO_CHANGE_OF_THE_CALLERS.contains(table))
                    .map(
                        table ->
                            OF_TABLE.formatted(
                                table, PLATFORMS_COLUMNS.getOrDefault(table, LAST_USED)))
                    .collect(Collectors.joining(" UNION ALL "));
          }
          Map<String, String> digests = new TreeMap<>();
          List<Row> rows = tx.list(row -> row, query, tenantId);
          rows.forEach(row -> digests.put(row.getString("name"), row.getString("digest")));
          return digests;
        });
  }

  /** Once what was made before has come to rest. */
  static Map<String, String> atRest(Supplier<Map<String, String>> digest) {
    Map<String, String> before = digest.get();
    for (int i = 0; i < 20; i++) {
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      Map<String, String> now = digest.get();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
    throw new IllegalStateException("the tenants change although nobody calls");
  }

  /** The tables that have changed. */
  static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    Set<String> tables = new TreeSet<>();
    after.forEach(
        (table, digest) -> {
          if (!digest.equals(before.get(table))) {
            tables.add(table);
          }
        });
    return tables;
  }
}
