package io.keelson.api.catalog.removal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Every table with rows of projects, those of tomorrow too: found by its columns and foreign keys,
 * and filled with a row of a project. All ids of such a row are the project's own, so that every
 * reference holds and every row is found again by the text of it.
 */
final class ProjectTables {
  /** What stays of a project, and why. */
  static final Map<String, String> KEPT =
      Map.of(
          "billing.usage_event", "the bill",
          "tenancy.audit_entry", "the record of what was done",
          "serving.metering_cursor", "how much of a lost gateway's file is on the bill",
          "catalog.project_removal", "what the project was called, for the two");

  /** Filled by triggers of the files, or by the platform as it meters them. */
  private static final Set<String> OF_THE_METER =
      Set.of("catalog.storage_object", "catalog.storage_change", "catalog.storage_meter");

  /** What names a table's rows where it is not the table's own name. */
  private static final Map<String, String> NAMED =
      Map.of(
          "registered_model", "model",
          "retraining_policy", "policy",
          "metric_series", "series",
          "alert_channel", "channel");

  /** As it is once it has ended, or before it has. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("compute.job.status", "SUCCEEDED"),
          Map.entry("compute.job.kind", "TASK"),
          Map.entry("compute.lease.status", "RELEASED"),
          Map.entry("serving.revision.status", "STOPPED"),
          Map.entry("serving.rollout.status", "PROMOTED"),
          Map.entry("catalog.retraining_run.status", "DECLINED"),
          Map.entry("catalog.comment.subject_kind", "JOB"));

  private static final String REFERENCES =
      """
      SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent
      FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conparentid = 0 AND c.conrelid <> c.confrelid
      """;

  private static final String COLUMNS =
      """
      SELECT n.nspname || '.' || c.relname AS name, a.attname AS field, format_type(a.atttypid, NULL) AS type,
        a.attnotnull AS required, a.atthasdef AS has_default, a.attidentity <> '' AS is_identity,
        EXISTS (
          SELECT 1
          FROM pg_constraint f
          WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY (f.conkey)) AS refers
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog') AND c.relname <> 'flyway_schema_history'
      ORDER BY 1, a.attnum
      """;

  private record Column(
      String name,
      String type,
      boolean required,
      boolean hasDefault,
      boolean identity,
      boolean refers) {}

  private final Connection owner;
  private final Map<String, List<Column>> columns = new TreeMap<>();
  private final Map<String, Set<String>> parents = new TreeMap<>();
  private final Set<String> tables = new TreeSet<>();

  ProjectTables(Connection owner) throws SQLException {
    this.owner = owner;
    each(
        COLUMNS,
        row ->
            columns
                .computeIfAbsent(row.getString("name"), name -> new ArrayList<>())
                .add(
                    new Column(
                        row.getString("field"),
                        row.getString("type"),
                        row.getBoolean("required"),
                        row.getBoolean("has_default"),
                        row.getBoolean("is_identity"),
                        row.getBoolean("refers"))));
    each(
        REFERENCES,
        row ->
            parents
                .computeIfAbsent(row.getString("child"), child -> new TreeSet<>())
                .add(row.getString("parent")));
    find();
  }

  private interface OfRow {
    void take(ResultSet row) throws SQLException;
  }

  private void each(String sql, OfRow work) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        work.take(rows);
      }
    }
  }

  private void find() {
    tables.add("catalog.project");
    columns.forEach(
        (table, fields) -> {
          if (has(fields, "project_id") || KEPT.containsKey(table)) {
            tables.add(table);
          }
        });
    boolean more = true;
    while (more) {
      more = false;
      for (String table : columns.keySet()) {
        more |= !tables.contains(table) && refersToOne(table) && tables.add(table);
      }
    }
  }

  private boolean refersToOne(String table) {
    if (parents.getOrDefault(table, Set.of()).stream()
        .anyMatch(parent -> tables.contains(parent) && !KEPT.containsKey(parent))) {
      return true;
    }
    return tables.stream()
        .filter(parent -> !KEPT.containsKey(parent))
        .map(parent -> parent.substring(parent.indexOf('.') + 1))
        .anyMatch(name -> has(columns.get(table), NAMED.getOrDefault(name, name) + "_id"));
  }

  private static boolean has(List<Column> fields, String name) {
    return fields.stream().anyMatch(field -> field.name().equals(name));
  }

  /** All of them, those that stay too. */
  Set<String> all() {
    return tables;
  }

  /** A value's form is no matter here, and the platform's own writers hold to it. */
  void dropChecks() throws SQLException {
    List<String> drops = new ArrayList<>();
    each(
        """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS sql
        FROM pg_constraint c
        JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE c.contype = 'c' AND c.conrelid <> 0 AND c.coninhcount = 0
          AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
        """,
        row -> drops.add(row.getString("sql")));
    for (String drop : drops) {
      run(drop);
    }
  }

  /**
   * A row of the project in each table, parents before their children.
   *
   * @param number which no other project has
   */
  void fill(UUID tenantId, UUID projectId, int number) throws SQLException {
    Set<String> filled = new TreeSet<>(Set.of("catalog.project"));
    filled.addAll(OF_THE_METER);
    filled.add("catalog.project_removal");
    while (filled.size() < tables.size()) {
      int before = filled.size();
      for (String table : tables) {
        boolean isReady =
            parents.getOrDefault(table, Set.of()).stream()
                .allMatch(parent -> !tables.contains(parent) || filled.contains(parent));
        if (isReady && !filled.contains(table)) {
          run(insert(table, tenantId, projectId, number));
          filled.add(table);
        }
      }
      if (filled.size() == before) {
        throw new IllegalStateException("tables refer to each other: " + tables + " - " + filled);
      }
    }
    run(
        "UPDATE catalog.dataset_version SET status = 'VALIDATED' WHERE project_id = '%s'"
            .formatted(projectId));
  }

  private String insert(String table, UUID tenantId, UUID projectId, int number) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Column column : columns.get(table)) {
      String value = value(table, column, tenantId, projectId, number);
      if (value != null) {
        names.add('"' + column.name() + '"');
        values.add(value);
      }
    }
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
        .formatted(table, String.join(", ", names), String.join(", ", values));
  }

  private String value(String table, Column column, UUID tenantId, UUID projectId, int number) {
    String known = VALUES.get(table + "." + column.name());
    if (column.name().equals("tenant_id")) {
      return "'" + tenantId + "'";
    }
    if (known != null) {
      return "'" + known + "'";
    }
    if (column.type().equals("uuid")) {
      return isOfTheProject(table, column) ? "'" + projectId + "'" : null;
    }
    if (column.name().equals("ended_at") || column.name().equals("released_at")) {
      return "now() - interval '2 hours'";
    }
    if (column.hasDefault() && !column.identity() || !column.required()) {
      return null;
    }
    return literal(column.type(), number);
  }

  /** Not its own parent, and nobody's who is in no project. */
  private boolean isOfTheProject(String table, Column column) {
    String name = column.name();
    if (column.required() || name.equals("project_id")) {
      return true;
    }
    return column.refers()
        && !name.equals("parent_id")
        && !name.equals("corrects_id")
        && tables.stream()
            .map(parent -> parent.substring(parent.indexOf('.') + 1))
            .anyMatch(parent -> name.equals(NAMED.getOrDefault(parent, parent) + "_id"));
  }

  private static String literal(String type, int number) {
    if (type.endsWith("[]")) {
      return "'{}'::" + type;
    }
    return switch (type) {
      case "text" -> "'n" + number + "'";
      case "bytea" -> "'\\x00'";
      case "jsonb" -> "'[]'";
      case "boolean" -> "false";
      case "timestamp with time zone" -> "now() - interval '2 hours'";
      case "smallint", "integer", "bigint", "numeric", "double precision" -> "" + number;
      default -> throw new IllegalArgumentException("no value for the type " + type);
    };
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SQLException(sql, e);
    }
  }

  /** The rows of the tables that name the project anywhere, as one text by table. */
  Map<String, String> rowsOf(UUID projectId) throws SQLException {
    Map<String, String> found = new TreeMap<>();
    for (String table : columns.keySet()) {
      each(
          """
          SELECT string_agg(t::text, chr(10) ORDER BY t::text) AS rows
          FROM %s t
          WHERE position('%s' IN t::text) > 0
          """
              .formatted(table, projectId),
          row -> {
            if (row.getString("rows") != null) {
              found.put(table, row.getString("rows"));
            }
          });
    }
    return found;
  }
}
