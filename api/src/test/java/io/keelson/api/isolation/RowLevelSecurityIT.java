package io.keelson.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.IsolationCheck;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What row-level security holds by itself, when a statement forgets its filter. */
class RowLevelSecurityIT {
  private static final UUID ONE = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID TWO = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static Connection owner() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  private static Connection app() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.appUser(), database.appPassword());
  }

  private static Connection system() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.systemUser(), database.systemPassword());
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        out.add(rows.getString(1));
      }
      return out;
    }
  }

  /** Tables that hold rows of tenants, partitions left out: they are read through their parent. */
  private static List<String> tenantTables() throws SQLException {
    try (Connection owner = owner()) {
      return column(
          owner,
          """
          SELECT c.oid::regclass::text
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
          WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND n.nspname IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
          ORDER BY 1
          """);
    }
  }

  /** Fills every tenant table with a row of each of two tenants, whatever its columns. */
  private static void fill(List<String> tables) throws SQLException {
    try (Connection owner = owner();
        Statement statement = owner.createStatement()) {
      Rows.dropConstraints(owner);
      for (String table : tables) {
        for (UUID tenant : List.of(ONE, TWO)) {
          statement.execute(Rows.insert(owner, table, tenant));
        }
      }
    }
  }

  @Test
  void everyTableShowsATenantItsOwnRowsAndNoOthers() throws SQLException {
    List<String> tables = tenantTables();
    assertThat(tables).hasSizeGreaterThan(25);
    try (TestDatabase filled =
        TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new))) {
      TestDatabase before = database;
      database = filled;
      try {
        fill(tables);
        for (String table : tables) {
          assertThat(seen(table, ONE)).as(table).containsExactly(ONE.toString());
          assertThat(seen(table, TWO)).as(table).containsExactly(TWO.toString());
          assertThat(seen(table, null)).as("%s without a tenant", table).isEmpty();
        }
      } finally {
        database = before;
      }
    }
  }

  private static List<String> seen(String table, UUID tenant) throws SQLException {
    try (Connection app = app();
        Statement statement = app.createStatement()) {
      app.setAutoCommit(false);
      if (tenant != null) {
        statement.execute("SELECT set_config('keelson.tenant', '" + tenant + "', true)");
      }
      List<String> rows = column(app, "SELECT DISTINCT tenant_id::text FROM " + table);
      app.rollback();
      return rows;
    }
  }

  @Test
  void aRowOfAnotherTenantCannotBeWritten() throws SQLException {
    try (Connection app = app();
        Statement statement = app.createStatement()) {
      app.setAutoCommit(false);
      statement.execute("SELECT set_config('keelson.tenant', '" + ONE + "', true)");
      Assertions.assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('"
                          + TWO
                          + "', 'forged', 'forged', now())"))
          .hasMessageContaining("row-level security");
      app.rollback();
    }
  }

  @Test
  void theSystemRoleSeesOnlyTheTablesThatWereOpenedToIt() throws SQLException {
    try (Connection owner = owner()) {
      List<String> opened =
          column(
              owner,
              "SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'system_access' ORDER BY 1");
      assertThat(opened)
          .as(
              "each table that can be read across tenants, and why, stands in SystemUse; a new one is a decision")
          .containsExactlyInAnyOrderElementsOf(Rows.OPENED_TO_SYSTEM);
    }
    try (Connection system = system()) {
      Assertions.assertThatThrownBy(() -> column(system, "SELECT 1 FROM catalog.run"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aTableWithoutForcedRowLevelSecurityStopsTheStart() throws SQLException {
    try (TestDatabase broken = TestServers.shared().freshDatabase("tenancy")) {
      IsolationCheck.run(broken.jdbcUrl(), broken.ownerUser(), broken.ownerPassword());
      try (Connection owner =
              DriverManager.getConnection(
                  broken.jdbcUrl(), broken.ownerUser(), broken.ownerPassword());
          Statement statement = owner.createStatement()) {
        statement.execute("CREATE TABLE tenancy.leaky (tenant_id uuid NOT NULL, secret text)");
      }
      Assertions.assertThatThrownBy(
              () ->
                  IsolationCheck.run(broken.jdbcUrl(), broken.ownerUser(), broken.ownerPassword()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("tenancy.leaky");
    }
  }
}
