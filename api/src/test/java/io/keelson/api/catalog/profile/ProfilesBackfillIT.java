package io.keelson.api.catalog.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database with one profile for each version, brought to one with a profile for each table. */
@Tag("heavy")
class ProfilesBackfillIT {
  private static final String ONE_PROFILE = "86";
  private static final String ROWS =
      """
      INSERT INTO catalog.project (tenant_id, id, slug, name, created_by, created_at)
      SELECT tenant, tenant, 'wine', 'Wine', 'ann', now()
      FROM (VALUES (lpad('1', 32, '0')::uuid), (lpad('2', 32, '0')::uuid)) AS t (tenant);
      INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_by, created_at)
      SELECT tenant_id, tenant_id, id, 'wine', 'ann', now() FROM catalog.project;
      INSERT INTO catalog.dataset_version (tenant_id, id, project_id, dataset_id, number, created_by, created_at)
      SELECT d.tenant_id, lpad(n::text, 32, '0')::uuid, d.project_id, d.id, n, 'ann', now()
      FROM catalog.dataset d, generate_series(1, 7) AS n;
      INSERT INTO catalog.dataset_file
        (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
      SELECT v.tenant_id, uuidv7(), v.project_id, v.id, f.path, 'sha256:' || repeat('0', 64), 10, now()
      FROM (VALUES (1, 'a.csv'), (1, 'readme.md'), (2, 'a.csv'), (2, 'b/x.PARQUET'), (3, 'huge.csv.gz'), (4, 'readme.md'),
        (5, 'wide.csv'), (6, 'new.csv'), (7, 'open.csv')) AS f (number, path)
      JOIN catalog.dataset_version v ON v.number = f.number;
      UPDATE catalog.dataset_version
      SET status = 'SEALED', digest = 'sha256:' || repeat('0', 64), sealed_at = now()
      WHERE number < 7;
      UPDATE catalog.dataset_version SET status = 'VALIDATED' WHERE number < 5;
      UPDATE catalog.dataset_version SET status = 'REJECTED', rejection = 'has 1001 columns' WHERE number = 5;
      INSERT INTO catalog.dataset_profile (tenant_id, dataset_version_id, profile, computed_at)
      SELECT tenant_id, id, '{"rows": 3, "columns": []}', now() FROM catalog.dataset_version WHERE number < 3;
      INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at)
      SELECT tenant_id, id, now() FROM catalog.dataset_version WHERE number = 6
      """;

  private static final String BEFORE_JOBS = "129";

  /** A version that a process holds, and one whose retry was asked for by hand. */
  private static final String UNDER_WAY =
      """
      UPDATE catalog.dataset_version SET status = 'VALIDATING' WHERE number IN (5, 6);
      UPDATE catalog.profile_task t
      SET due_at = now() + interval '1 hour', attempts = 7
      FROM catalog.dataset_version v
      WHERE v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id AND v.number = 6;
      DELETE FROM catalog.profile_task t
      USING catalog.dataset_version v
      WHERE v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id AND v.number = 5
      """;

  private TestDatabase database;

  @BeforeEach
  void fill() throws SQLException {
    database = TestServers.shared().freshDatabase("tenancy", "billing", "compute", "serving");
    migrate(ONE_PROFILE);
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(ROWS);
    }
    migrate(BEFORE_JOBS);
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(UNDER_WAY);
    }
    migrate("latest");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
        .schemas("catalog")
        .defaultSchema("catalog")
        .locations("classpath:db/catalog")
        .target(target)
        .load()
        .migrate();
  }

  private Connection owner() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  private List<String> lines(String sql) throws SQLException {
    try (Connection owner = owner();
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }

  @Test
  void profilesBelongToTablesAndWhatWasJudgedWithoutBeingReadIsJudgedAnew() throws SQLException {
    assertThat(
            lines(
                """
                SELECT concat_ws(' ', v.number, t.name, t.files, t.size_bytes, t.status, t.row_count, count(*))
                FROM catalog.table_profile t
                JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
                GROUP BY v.number, t.name, t.files, t.size_bytes, t.status, t.row_count
                ORDER BY 1
                """))
        .containsExactly("1 a.csv 1 10 PROFILED 3 2", "2 * 2 20 PROFILED 3 2");
    assertThat(
            lines(
                """
                SELECT concat_ws(' ', v.number, v.status, v.rejection, count(*), count(t.due_at))
                FROM catalog.dataset_version v
                LEFT JOIN catalog.profile_task t ON t.tenant_id = v.tenant_id AND t.dataset_version_id = v.id
                GROUP BY v.number, v.status, v.rejection
                ORDER BY 1
                """))
        .containsExactly(
            "1 VALIDATED 2 0",
            "2 VALIDATED 2 0",
            "3 SEALED 2 2",
            "4 VALIDATED 2 0",
            "5 VALIDATING 2 2",
            "6 VALIDATING 2 2",
            "7 OPEN 2 0");
  }

  @Test
  void whatWasBeingValidatedIsDueAgainAndWhoeverHadItIsTooLate() throws SQLException {
    assertThat(
            lines(
                """
                SELECT concat_ws(' ', v.number, t.due_at <= now(), t.attempts, t.job_id, t.refusals)
                FROM catalog.profile_task t
                JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
                WHERE v.status = 'VALIDATING'
                ORDER BY 1
                """))
        .containsExactly("5 t 0 0", "5 t 0 0", "6 t 8 0", "6 t 8 0");
  }
}
