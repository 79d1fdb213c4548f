package io.keelson.api.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows for any table: the walls are tried on all of them, those of tomorrow too. */
final class Rows {
  /** What loops may read across tenants; the reasons are {@code SystemUse}'s. */
  static final List<String> OPENED_TO_SYSTEM =
      List.of(
          "billing.budget",
          "catalog.alert_lane",
          "catalog.alert_rule",
          "catalog.collector_backlog",
          "catalog.profile_task",
          "catalog.project_removal",
          "catalog.retraining_policy",
          "catalog.retraining_run",
          "catalog.storage_change",
          "catalog.storage_meter",
          "compute.job",
          "compute.lease",
          "compute.queue_entry",
          "serving.capture",
          "serving.drift_rule",
          "serving.drift_window",
          "serving.endpoint",
          "serving.quality_due",
          "serving.quality_rule",
          "serving.reference_profile",
          "serving.replica",
          "serving.replica_load",
          "serving.revision",
          "serving.rollout",
          "tenancy.api_key",
          "tenancy.custom_role",
          "tenancy.delivery",
          "tenancy.invitation",
          "tenancy.local_mail",
          "tenancy.member",
          "tenancy.quota",
          "tenancy.role_grant",
          "tenancy.service_account",
          "tenancy.sign_on_domain",
          "tenancy.sign_on_person",
          "tenancy.sign_on_provider",
          "tenancy.socket_share",
          "tenancy.team_member",
          "tenancy.tenant",
          "tenancy.unused_parts",
          "tenancy.upload");

  private Rows() {}

  /**
   * Takes away what ties tables together, so that each can be filled by itself; for a database of
   * the test's own.
   */
  static void dropConstraints(Connection owner) throws SQLException {
    List<String> drops = new ArrayList<>();
    try (Statement statement = owner.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', c.conrelid::regclass, c.conname)
                FROM pg_constraint c
                JOIN pg_namespace n ON n.oid = c.connamespace
                WHERE c.contype IN ('f', 'c') AND c.conparentid = 0 AND c.coninhcount = 0
                  AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
                UNION ALL
                SELECT format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass)
                FROM pg_trigger t
                JOIN pg_class r ON r.oid = t.tgrelid
                JOIN pg_namespace n ON n.oid = r.relnamespace
                WHERE NOT t.tgisinternal AND t.tgparentid = 0
                  AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
                """)) {
      while (rows.next()) {
        drops.add(rows.getString(1));
      }
    }
    try (Statement statement = owner.createStatement()) {
      for (String drop : drops) {
        statement.execute(drop);
      }
    }
  }

  /**
   * An INSERT of one row of the tenant with a value of the right type in every column that wants
   * one.
   */
  static String insert(Connection owner, String table, UUID tenant) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try (Statement statement = owner.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT a.attname, format_type(a.atttypid, NULL) AS type
                FROM pg_attribute a
                WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attgenerated = '' AND a.attidentity = '' AND a.attnotnull
                ORDER BY a.attnum
                """
                    .formatted(table))) {
      while (rows.next()) {
        columns.add('"' + rows.getString("attname") + '"');
        values.add(
            rows.getString("attname").equals("tenant_id")
                ? "'" + tenant + "'"
                : value(rows.getString("type")));
      }
    }
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", values)
        + ")";
  }

  private static String value(String type) {
    if (type.endsWith("[]")) {
      return "'{}'::" + type;
    }
    return switch (type) {
      case "uuid" -> "gen_random_uuid()";
      case "text", "character varying" -> "gen_random_uuid()::text";
      case "bytea" -> "uuid_send(gen_random_uuid())";
      case "jsonb", "json" -> "'{}'";
      case "boolean" -> "true";
      case "timestamp with time zone" -> "now()";
      case "date" -> "current_date";
      case "interval" -> "interval '1 second'";
      case "smallint", "integer", "bigint", "numeric", "double precision", "real" -> "1";
      default -> throw new IllegalArgumentException("no value for the type " + type);
    };
  }
}
