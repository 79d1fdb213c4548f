package io.keelson.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets, jobs and endpoints that kept labels alone, brought to keep who did it by id. */
class WhoDidItBackfillIT {
  /** The mark says that no script need have this very number. */
  private static final String LABELS_ALONE = "69?";

  private static final String[] OTHERS = {"billing", "compute", "serving"};
  private static final String ROWS =
      """
      INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
      VALUES ('00000000-0000-7000-8000-000000000001', 'house', 'House', now());
      INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
      VALUES ('00000000-0000-7000-8000-000000000001', uuidv7(), '00000000-0000-7000-8000-00000000000a', 'ann', 'Ann', 'a@x',
        now());
      INSERT INTO tenancy.api_key
        (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at)
      VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000b', 'ci', 'ksn_', sha256('1'),
        '{}', '{}', 'ann', now());
      INSERT INTO billing.budget
        (tenant_id, id, period, amount, currency, set_by, set_at, next_check_at)
      VALUES ('00000000-0000-7000-8000-000000000001', uuidv7(), 'WEEK', 1, 'EUR', 'ann', now(), now());
      INSERT INTO compute.job
        (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
         memory_bytes, max_seconds, submitted_by, submitted_at)
      VALUES ('00000000-0000-7000-8000-000000000001', uuidv7(), uuidv7(), 'a', 'TASK', 'QUEUED', '{sh}', '{}', '{}', '[]',
        100, 100000000, 60, 'key:ci', now());
      INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_at)
      VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000c', uuidv7(), 'wine', 'platform',
        now());
      INSERT INTO serving.revision
        (tenant_id, id, endpoint_id, number, status, model_version_id, model_label, model_files, signature, backend, weight,
         min_replicas, max_replicas, cpus, memory_bytes, submitted_by, created_at, status_since, next_check_at)
      VALUES ('00000000-0000-7000-8000-000000000001', uuidv7(), '00000000-0000-7000-8000-00000000000c', 1, 'STOPPED',
        uuidv7(), 'wine v1', '[]', '{}', 'DJL', 0, 1, 1, 1, 1000000000, 'gone', now(), now(), now());
      """;

  private TestDatabase database;

  @BeforeEach
  void fill() throws SQLException {
    database = TestServers.shared().freshDatabase();
    migrate("tenancy", "latest");
    for (String schema : OTHERS) {
      migrate(schema, LABELS_ALONE);
    }
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(ROWS);
    }
    for (String schema : OTHERS) {
      migrate(schema, "latest");
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void migrate(String schema, String target) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
        .schemas(schema)
        .defaultSchema(schema)
        .locations("classpath:db/" + schema)
        .target(target)
        .load()
        .migrate();
  }

  private Connection owner() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  private String actor(String table, String column) throws SQLException {
    String sql =
        "SELECT concat_ws(' ', %2$s_kind, right(%2$s_id::text, 1), %2$s) FROM %1$s"
            .formatted(table, column);
    try (Connection owner = owner();
        Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  @Test
  void whoHasTheLabelTodayIsWhoDidIt() throws SQLException {
    assertThat(actor("billing.budget", "set_by")).isEqualTo("PERSON a ann");
    assertThat(actor("compute.job", "submitted_by")).isEqualTo("API_KEY b key:ci");
    assertThat(actor("serving.endpoint", "created_by")).isEqualTo("PLATFORM platform");
    assertThat(actor("serving.revision", "submitted_by")).isEqualTo("PERSON gone");
  }
}
