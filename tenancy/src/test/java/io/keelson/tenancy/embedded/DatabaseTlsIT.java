package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.keelson.tenancy.testing.TlsOnPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseTlsIT {
  private static TestDatabase database;
  private static TlsOnPostgres tls;

  @BeforeAll
  static void open() {
    database = TestServers.shared().freshDatabase();
    tls = new TlsOnPostgres(database);
  }

  @AfterAll
  static void close() {
    tls.close();
    database.close();
  }

  private static boolean encrypted(String host, DatabaseTls asked) throws SQLException {
    String url =
        "jdbc:postgresql://%s:%d/%s%s"
            .formatted(host, database.port(), database.name(), asked.query());
    try (Connection connection =
            DriverManager.getConnection(url, database.appUser(), database.appPassword());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  @Test
  void aRequiredOrVerifiedConnectionIsEncrypted() throws SQLException {
    assertThat(encrypted("127.0.0.1", tls.verified())).isTrue();
    assertThat(encrypted("127.0.0.1", new DatabaseTls(DatabaseTls.Mode.REQUIRE, Optional.empty())))
        .isTrue();
  }

  @Test
  void aServerThatAStrangerVouchesForIsRefused() {
    assertThatThrownBy(() -> encrypted("127.0.0.1", tls.verifiedByAStranger()))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    assertThatThrownBy(() -> encrypted("localhost", tls.verified()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("localhost");
  }
}
