package io.keelson.tenancy.audit;

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
import org.junit.jupiter.api.Test;

/** A database that kept labels alone, brought to one that keeps who did it by id. */
class WhoDidItBackfillIT {
  private static final String LABELS_ALONE = "30";
  private static final String ROWS =
      """
      INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
      VALUES ('00000000-0000-7000-8000-000000000001', 'house', 'House', now());
      INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
      VALUES ('00000000-0000-7000-8000-000000000001', uuidv7(), '00000000-0000-7000-8000-00000000000a', 'ann', 'Ann', 'a@x',
        now());
      INSERT INTO tenancy.api_key
        (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at)
      SELECT '00000000-0000-7000-8000-000000000001', uuidv7(), name, 'ksn_', sha256(number::text::bytea), '{}', '{}', maker,
        now()
      FROM (VALUES (1, 'ci', 'ann'), (2, 'nested', 'key:ci'), (3, 'twin', 'ann'), (4, 'twin', 'platform'),
        (5, 'left', 'bob'), (6, 'of-left', 'key:left'), (7, 'of-twin', 'key:twin'), (8, 'demo', 'platform'),
        (9, 'of-demo', 'key:demo'))
        AS made (number, name, maker);
      INSERT INTO tenancy.audit_entry (tenant_id, id, at, actor, action, target_id, outcome)
      SELECT '00000000-0000-7000-8000-000000000001', uuidv7(), at::timestamptz, actor, 'createProject', uuidv7(), 'DONE'
      FROM (VALUES ('2025-12-31 23:59:59.999999+00', 'ann'), ('2026-01-01 00:00+00', 'key:ci'),
        ('2026-01-02 00:00+00', 'key:twin'), ('2026-01-03 00:00+00', 'platform'), ('2026-01-04 00:00+00', 'gone'))
        AS entry (at, actor)
      """;

  private TestDatabase database;

  @BeforeEach
  void fill() throws SQLException {
    database = TestServers.shared().freshDatabase();
    migrate(LABELS_ALONE);
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      statement.execute(ROWS);
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
        .schemas("tenancy")
        .defaultSchema("tenancy")
        .locations("classpath:db/tenancy")
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
  void keysKnowTheirMakerAndThePersonBehind() throws SQLException {
    assertThat(
            lines(
                """
                SELECT concat_ws(' ', k.name, k.created_by_kind, coalesce(m.name, right(k.created_by_id::text, 1)),
                  right(k.person_id::text, 1))
                FROM tenancy.api_key k
                LEFT JOIN tenancy.api_key m ON m.id = k.created_by_id
                ORDER BY k.secret_hash = sha256('2'), 1
                """))
        .containsExactly(
            "ci PERSON a a",
            "demo PLATFORM",
            "left PERSON",
            "of-demo API_KEY demo",
            "of-left API_KEY left",
            "of-twin API_KEY",
            "twin PERSON a a",
            "twin PLATFORM",
            "nested API_KEY ci a");
  }

  @Test
  void keysBehindWhichNobodyStandsEndUnlessThePlatformMadeThem() throws SQLException {
    assertThat(
            lines("SELECT DISTINCT name FROM tenancy.api_key WHERE revoked_at IS NULL ORDER BY 1"))
        .containsExactly("ci", "demo", "nested", "of-demo", "twin");
    assertThat(lines("SELECT name FROM tenancy.api_key WHERE revoked_at IS NOT NULL ORDER BY 1"))
        .containsExactly("left", "of-left", "of-twin");
  }

  @Test
  void entriesOfTheAuditLogAreInTheirMonthsWithWhoDidIt() throws SQLException {
    assertThat(
            lines(
                """
                SELECT concat_ws(' ', tableoid::regclass, actor, actor_kind,
                  CASE actor_kind WHEN 'PERSON' THEN right(actor_id::text, 1) ELSE left(actor_id::text, 1) END, target_type)
                FROM tenancy.audit_entry
                ORDER BY at, id
                """))
        .containsExactly(
            "tenancy.audit_entry_2025_12 ann PERSON a project",
            "tenancy.audit_entry_2026_01 key:ci API_KEY 0 project",
            "tenancy.audit_entry_2026_01 key:twin API_KEY project",
            "tenancy.audit_entry_2026_01 platform PLATFORM project",
            "tenancy.audit_entry_2026_01 gone PERSON project");
    assertThat(
            lines(
                "SELECT uuid_extract_timestamp(id) = at AND uuid_extract_version(id) = 7 FROM tenancy.audit_entry"))
        .containsOnly("t");
  }
}
