package io.keelson.tenancy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class SharedServersIT {

  @Test
  void eachTestGetsADatabaseOfItsOwn() throws SQLException {
    try (TestDatabase first = TestServers.shared().freshDatabase();
        TestDatabase second = TestServers.shared().freshDatabase()) {
      execute(first, "CREATE TABLE mark (n int)");

      assertThat(query(first, "SELECT to_regclass('mark')")).isNotNull();
      assertThat(query(second, "SELECT to_regclass('mark')")).isNull();
    }
  }

  @Test
  void theThreeUsersHaveTheRightsTheirNamesPromise() throws SQLException {
    try (TestDatabase database = TestServers.shared().freshDatabase()) {
      String bypass =
          "SELECT string_agg(rolname || ':' || rolbypassrls || rolsuper, ' ' ORDER BY rolname)";
      assertThat(query(database, bypass + " FROM pg_roles WHERE rolname LIKE 'keelson%'"))
          .isEqualTo("keelson_app:falsefalse keelson_owner:truefalse keelson_system:falsefalse");
    }
  }

  @Test
  void aClosedDatabaseIsGone() throws SQLException {
    TestDatabase database = TestServers.shared().freshDatabase();
    database.close();
    try (TestDatabase other = TestServers.shared().freshDatabase()) {
      String find = "SELECT datname FROM pg_database WHERE datname = '%s'";
      assertThat(query(other, find.formatted(database.name()))).isNull();
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static Connection connect(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }
}
