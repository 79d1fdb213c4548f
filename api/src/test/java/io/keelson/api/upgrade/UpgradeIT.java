package io.keelson.api.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The scripts of the baseline do not change, and a database that has run those alone is brought to
 * the newest schemas with all that is in it.
 */
class UpgradeIT {
  private static final String ROWS =
      """
      INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
      VALUES (lpad('1', 32, '0')::uuid, 'winery', 'Winery', '2026-01-01');
      INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
      SELECT tenant_id, uuidv7(), uuidv7(), 'ann', 'Ann', 'ann@winery.example', created_at FROM tenancy.tenant;
      INSERT INTO catalog.project (tenant_id, id, slug, name, created_by, created_at)
      SELECT tenant_id, uuidv7(), 'wine', 'Wine', 'ann', created_at FROM tenancy.tenant;
      INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, uuidv7(), id, 'grapes', 'ann', created_at FROM catalog.project;
      INSERT INTO compute.job
        (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis, memory_bytes,
         max_seconds, submitted_by, submitted_at)
      SELECT tenant_id, uuidv7(), id, 'train', 'TASK', 'QUEUED', '{true}', '{}', '{}', '[]', 1, 1, 1, 'ann', created_at
      FROM catalog.project;
      INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, uuidv7(), id, 'wine', 'ann', created_at FROM catalog.project;
      INSERT INTO billing.usage_event
        (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at, unit_price, currency, amount,
         recorded_at)
      SELECT tenant_id, uuidv7(), 'job.cpu_seconds', 2, 's', project_id, 'cpu', id, submitted_at, submitted_at, 0.5, 'EUR', 1,
        submitted_at
      FROM compute.job
      """;

  private TestDatabase database;
  private Connection owner;

  @BeforeEach
  void open() throws SQLException {
    database = TestServers.shared().freshDatabase();
    owner =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  @AfterEach
  void close() throws SQLException {
    owner.close();
    database.close();
  }

  /** The checksum of each script of the baseline, by the schema and the script's name. */
  private static Map<String, Integer> baseline() throws IOException {
    try (InputStream lines = UpgradeIT.class.getResourceAsStream("baseline.txt")) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .collect(toMap(line -> line[0], line -> Integer.valueOf(line[1])));
    }
  }

  private Flyway flyway(String schema, MigrationVersion target) {
    return Flyway.configure()
        .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
        .schemas(schema)
        .defaultSchema(schema)
        .locations("classpath:db/" + schema)
        .target(target)
        .load();
  }

  private MigrationVersion newestOfBaseline(String schema) throws IOException {
    Map<String, Integer> baseline = baseline();
    return Arrays.stream(flyway(schema, MigrationVersion.LATEST).info().all())
        .filter(script -> baseline.containsKey(schema + "/" + script.getScript()))
        .map(MigrationInfo::getVersion)
        .max(MigrationVersion::compareTo)
        .orElseThrow();
  }

  private void upgrade() {
    Migrations.run(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword(), Migrations.ALL);
  }

  private List<String> lines(String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }

  /** The rows of every table that has some. */
  private Map<String, List<Map<String, Object>>> rows() throws SQLException {
    Map<String, List<Map<String, Object>>> found = new TreeMap<>();
    for (String table :
        lines(
            """
            SELECT format('%%I.%%I', n.nspname, c.relname)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('%s') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relname <> 'flyway_schema_history'
            """
                .formatted(String.join("', '", Migrations.ALL)))) {
      List<Map<String, Object>> rows =
          lines("SELECT to_jsonb(t) FROM %s t".formatted(table)).stream()
              .map(row -> new JsonObject(row).getMap())
              .toList();
      if (!rows.isEmpty()) {
        found.put(table, rows);
      }
    }
    return found;
  }

  private List<String> history() throws SQLException {
    List<String> history = new ArrayList<>();
    for (String schema : Migrations.ALL) {
      history.addAll(
          lines("SELECT t::text FROM %s.flyway_schema_history t ORDER BY 1".formatted(schema)));
    }
    return history;
  }

  @Test
  void theBaselineIsAsItWas() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (String schema : Migrations.ALL) {
      MigrationVersion newest = newestOfBaseline(schema);
      for (MigrationInfo script : flyway(schema, MigrationVersion.LATEST).info().all()) {
        if (script.getVersion().compareTo(newest) <= 0) {
          found.put(schema + "/" + script.getScript(), script.getChecksum());
        }
      }
    }

    assertThat(found)
        .as(
            "databases have run these scripts, so that a change of one reaches none of them: put it"
                + " back, and add a script with the schema's next number instead")
        .containsExactlyInAnyOrderEntriesOf(baseline());
  }

  @Test
  void whatADatabaseHoldsIsThereStillWhenItIsMigrated() throws SQLException, IOException {
    for (String schema : Migrations.ALL) {
      flyway(schema, newestOfBaseline(schema)).migrate();
    }
    try (Statement statement = owner.createStatement()) {
      statement.execute(ROWS);
    }
    Map<String, List<Map<String, Object>>> before = rows();
    assertThat(before)
        .as("a row of each schema, and the prices that come with the baseline")
        .containsKeys(
            "tenancy.member",
            "billing.price",
            "billing.usage_event",
            "compute.job",
            "serving.endpoint",
            "catalog.dataset");

    upgrade();

    Map<String, List<Map<String, Object>>> after = rows();
    before.forEach(
        (table, rows) ->
            rows.forEach(
                row ->
                    assertThat(after.get(table))
                        .as(table)
                        .anySatisfy(kept -> assertThat(kept).containsAllEntriesOf(row))));

    List<String> history = history();
    upgrade();
    assertThat(history()).as("nothing is left to do").isEqualTo(history);
  }
}
