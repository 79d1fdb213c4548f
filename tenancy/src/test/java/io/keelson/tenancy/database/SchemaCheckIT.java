package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCheckIT {
  private static void check(TestDatabase database) {
    SchemaCheck.run(
        database.jdbcUrl(), database.appUser(), database.appPassword(), List.of("tenancy"));
  }

  private static void asOwner(TestDatabase database, String change) throws SQLException {
    try (Connection owner =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement statement = owner.createStatement()) {
      statement.execute(change);
    }
  }

  @Test
  void aMigratedDatabaseIsServed() {
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      assertThatCode(() -> check(database)).doesNotThrowAnyException();
    }
  }

  @Test
  void anEmptyDatabaseIsRefusedWithWhatToDo() {
    try (TestDatabase database = TestServers.shared().freshDatabase()) {
      assertThatThrownBy(() -> check(database))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("tenancy V1", "Run first: ./keelson migrate");
    }
  }

  @Test
  void aScriptThatHasNotRunIsNamed() throws SQLException {
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      asOwner(database, "DELETE FROM tenancy.flyway_schema_history WHERE version = '3'");
      assertThatThrownBy(() -> check(database))
          .hasMessageContaining("it lacks tenancy V3. Run first");
    }
  }

  @Test
  void aDatabaseThatANewerBuildHasMigratedIsServed() throws SQLException {
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      asOwner(
          database,
          """
          INSERT INTO tenancy.flyway_schema_history
            (installed_rank, version, description, type, script, installed_by, execution_time, success)
          VALUES (9999, '9999', 'of tomorrow', 'SQL', 'V9999__of_tomorrow.sql', 'owner', 1, true)
          """);
      assertThatCode(() -> check(database)).doesNotThrowAnyException();
    }
  }

  @Test
  void theScriptsOfTheClassPathAreFound() {
    assertThat(SchemaCheck.needed("tenancy")).contains(1, 2, 3, 4);
  }
}
