package io.keelson.api.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that an earlier release has filled, brought to the newest schemas: what was in it is
 * in it still.
 */
class UpgradeIT {
  /** Or what a schema had before it. */
  private static final String BEFORE = "184?";

  /** Moved to a table of their own; see the script that does it. */
  private static final String MOVED = "catalog.retraining_run.spec";

  private static final List<String> TABLES =
      List.of(
          "catalog.project",
          "catalog.dataset",
          "catalog.dataset_version",
          "catalog.dataset_file",
          "catalog.profile_task",
          "catalog.expectation_suite",
          "catalog.validation",
          "catalog.checked_table",
          "catalog.expectation_result",
          "catalog.collector",
          "catalog.alert_rule",
          "catalog.alert",
          "catalog.alert_change",
          "catalog.comment",
          "catalog.inbox_thread",
          "catalog.retraining_policy",
          "catalog.retraining_run",
          "catalog.retraining_trigger",
          "catalog.retraining_change",
          "catalog.retraining_check",
          "compute.job",
          "serving.endpoint",
          "serving.revision",
          "serving.capture",
          "serving.rollout",
          "serving.rollout_count",
          "serving.rollout_failed_key",
          "serving.rollout_evidence");

  private TestDatabase database;
  private Connection owner;

  @BeforeEach
  void fill() throws SQLException, IOException {
    database = TestServers.shared().freshDatabase();
    for (String schema : Migrations.ALL) {
      Flyway.configure()
          .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
          .schemas(schema)
          .defaultSchema(schema)
          .locations("classpath:db/" + schema)
          .target(BEFORE)
          .load()
          .migrate();
    }
    owner =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    try (InputStream rows = getClass().getResourceAsStream("v184.sql");
        Statement statement = owner.createStatement()) {
      statement.execute(new String(rows.readAllBytes(), UTF_8));
    }
  }

  @AfterEach
  void close() throws SQLException {
    owner.close();
    database.close();
  }

  /** The rows of each table, by what is in front of them: their keys. */
  private TreeMap<String, JsonObject> rows() throws SQLException {
    TreeMap<String, JsonObject> found = new TreeMap<>();
    for (String table : TABLES) {
      try (Statement statement = owner.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT to_jsonb(t) FROM %s t ORDER BY t::text".formatted(table))) {
        for (int i = 0; rows.next(); i++) {
          JsonObject row = new JsonObject(rows.getString(1));
          found.put(table + " " + row.getString("id", Integer.toString(i)), row);
        }
      }
    }
    return found;
  }

  private void upgrade() {
    Migrations.run(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword(), Migrations.ALL);
  }

  private String one(String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void whatAnEarlierReleaseWroteIsThereStill() throws SQLException {
    TreeMap<String, JsonObject> before = rows();
    assertThat(new TreeSet<>(before.keySet().stream().map(key -> key.split(" ")[0]).toList()))
        .as("each table has rows")
        .containsExactlyInAnyOrderElementsOf(TABLES);

    upgrade();

    TreeMap<String, JsonObject> after = rows();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (key, row) ->
            row.forEach(
                column -> {
                  String table = key.split(" ")[0];
                  if (!MOVED.equals(table + "." + column.getKey())) {
                    assertThat(after.get(key).getMap())
                        .as(key)
                        .containsEntry(column.getKey(), row.getMap().get(column.getKey()));
                  }
                }));
  }

  @Test
  void whatWasNotSaidThenIsAsItWas() throws SQLException {
    upgrade();

    assertThat(
            one(
                """
                SELECT string_agg(r.id || ' ' || (v.spec ->> 'target'), ', ' ORDER BY r.id)
                FROM catalog.retraining_run r
                JOIN catalog.retraining_policy_version v
                  ON v.tenant_id = r.tenant_id AND v.policy_id = r.policy_id AND v.version = r.policy_version
                """))
        .as("each run goes by the policy that it went by")
        .matches(".*122 class, .*123 quality");
    assertThat(
            one(
                "SELECT paused_since::text || ' ' || sticky_header FROM serving.rollout WHERE"
                    + " status = 'PAUSED'"))
        .contains("01:00:00")
        .endsWith("x-keelson-sticky-key");
    assertThat(one("SELECT count(*) FROM serving.rollout_failed_key WHERE NOT refusal"))
        .isEqualTo("1");
    assertThat(one("SELECT count(*) FROM catalog.storage_change")).as("is metered").isEqualTo("3");
    assertThat(one("SELECT count(*) FROM catalog.dataset WHERE collected_days IS NOT NULL"))
        .as("nothing of before is removed by its age")
        .isEqualTo("0");
  }

  /** By the greatest count of any gateway in each group of keys, as it was told before. */
  @Test
  void whatRolloutsThatAreOverHaveCountedOfKeysIsAddedUp() throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(
          """
          INSERT INTO serving.rollout_count
          SELECT r.tenant_id, r.id, 1, instance::uuid, keys, 0, 0, 10 * keys, 0, 0
          FROM serving.rollout r,
            (VALUES ('00000000-0000-8000-0000-000000000000', 3), ('00000000-0000-8000-0000-0000000000ff', 4),
              ('00000000-0000-0000-0000-000000000000', 5)) AS seen (instance, keys)
          """);
    }

    upgrade();

    assertThat(
            one(
                """
                SELECT string_agg(concat_ws(' ', r.status, c.instance_id, c.baseline_requests, c.candidate_requests), ', '
                  ORDER BY r.status, c.instance_id)
                FROM serving.rollout_count c
                JOIN serving.rollout r ON r.tenant_id = c.tenant_id AND r.id = c.rollout_id
                WHERE c.baseline_requests <> 90
                """))
        .isEqualTo(
            "PAUSED 00000000-0000-0000-0000-000000000000 5 50, "
                + "ROLLED_BACK 00000000-0000-0000-0000-000000000000 12 120");
  }
}
