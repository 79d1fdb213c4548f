package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each hole is made in a transaction that is rolled back: roles are the server's, not the
 * database's.
 */
class IsolationCheckIT {
  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestServers.shared().freshDatabase("tenancy");
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static List<String> holesAfter(String... changes) throws SQLException {
    try (Connection connection = TestServers.shared().superuser(database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String change : changes) {
        statement.execute(change);
      }
      List<String> holes = IsolationCheck.holes(connection);
      connection.rollback();
      return holes;
    }
  }

  @Test
  void aMigratedDatabaseHasNoHole() throws SQLException {
    assertThat(holesAfter()).isEmpty();
  }

  @Test
  void theApplicationsOwnRoleCanCheck() {
    IsolationCheck.run(database.jdbcUrl(), database.appUser(), database.appPassword());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE TABLE tenancy.leaky (tenant_id uuid NOT NULL) | table tenancy.leaky has tenant_id but no forced row-level security",
        "ALTER TABLE tenancy.member NO FORCE ROW LEVEL SECURITY | table tenancy.member has tenant_id but no forced",
        "ALTER POLICY tenant_isolation ON tenancy.member USING (true) | policy tenant_isolation of tenancy.member is not what",
        "ALTER POLICY tenant_isolation ON tenancy.member WITH CHECK (true) | policy tenant_isolation of tenancy.member is not what",
        "ALTER POLICY tenant_isolation ON tenancy.member TO PUBLIC | policy tenant_isolation of tenancy.member is not what tenancy.isolate or tenancy.open_to_system makes: for PUBLIC",
        "ALTER POLICY system_access ON tenancy.tenant TO keelson_app | policy system_access of tenancy.tenant is not what",
        "CREATE POLICY second ON tenancy.member FOR SELECT TO keelson_app USING (true) | policy second of tenancy.member is not what",
        "CREATE VIEW tenancy.shown AS SELECT * FROM tenancy.member | view tenancy.shown is not security_invoker",
        "CREATE VIEW public.shown AS SELECT * FROM tenancy.member; GRANT SELECT ON public.shown TO PUBLIC | view shown is not security_invoker",
        "CREATE VIEW public.shown AS SELECT * FROM tenancy.member; GRANT SELECT (tenant_id) ON public.shown TO keelson_app | view shown is not security_invoker",
        "CREATE MATERIALIZED VIEW public.copied AS SELECT * FROM tenancy.member; GRANT SELECT ON public.copied TO keelson_system | view copied is not security_invoker",
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE public.member (tenant_id uuid) SERVER far | table member has tenant_id but no forced",
        "ALTER ROLE keelson_app BYPASSRLS | role keelson_app may bypass row-level security",
        "ALTER ROLE keelson_system CREATEROLE | role keelson_system may make roles",
        "GRANT keelson_owner TO keelson_app | role keelson_app is a member of keelson_owner",
        "GRANT pg_read_all_data TO keelson_system | role keelson_system is a member of pg_read_all_data",
        "ALTER TABLE tenancy.member OWNER TO keelson_app | role keelson_app owns tenancy.member",
        "CREATE FUNCTION tenancy.all_members() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM tenancy.member' | function tenancy.all_members() is SECURITY DEFINER and may be called by keelson_app",
        "CREATE FUNCTION public.widen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN new; END'; REVOKE ALL ON FUNCTION public.widen() FROM PUBLIC; CREATE TRIGGER widen BEFORE INSERT ON tenancy.member FOR EACH ROW EXECUTE FUNCTION public.widen() | trigger widen of tenancy.member calls widen(), which is SECURITY DEFINER",
        "GRANT SELECT ON tenancy.person TO keelson_app | table tenancy.person has no tenant_id, and keelson_app may SELECT it",
        "GRANT UPDATE (name) ON tenancy.person TO keelson_system | table tenancy.person has no tenant_id, and keelson_system may UPDATE it",
        "GRANT SELECT ON tenancy.person TO PUBLIC | table tenancy.person has no tenant_id, and PUBLIC may SELECT it",
        "GRANT TRUNCATE ON tenancy.member TO keelson_app | table tenancy.member may be reached past its policies: keelson_app has TRUNCATE",
      })
  void aHoleIsNamed(String change, String name) throws SQLException {
    assertThat(holesAfter(change)).anySatisfy(hole -> assertThat(hole).startsWith(name));
  }

  @Test
  void aViewThatNobodyWhoServesReadsIsNoneOfOurs() throws SQLException {
    assertThat(
            holesAfter(
                "CREATE VIEW public.theirs AS SELECT * FROM tenancy.member",
                "CREATE VIEW public.ours WITH (security_invoker = true) AS SELECT * FROM tenancy.member",
                "GRANT SELECT ON public.ours TO keelson_app"))
        .isEmpty();
  }

  @Test
  void allHolesAreNamedAtOnceAndStopTheStart() throws SQLException {
    try (TestDatabase broken = TestServers.shared().freshDatabase("tenancy");
        Connection owner =
            DriverManager.getConnection(
                broken.jdbcUrl(), broken.ownerUser(), broken.ownerPassword());
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE TABLE tenancy.leaky (tenant_id uuid NOT NULL)");
      statement.execute("GRANT SELECT ON tenancy.person TO keelson_app");
      assertThatThrownBy(
              () -> IsolationCheck.run(broken.jdbcUrl(), broken.appUser(), broken.appPassword()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("tenancy.leaky")
          .hasMessageContaining("tenancy.person");
    }
  }
}
