package io.keelson.tenancy.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The roles and databases of an installation; each statement is skipped when its object is there.
 */
final class PostgresRoles {

  static final String DATABASE = "keelson";
  static final String OWNER = "keelson_owner";
  static final String APP = "keelson_app";
  static final String SYSTEM = "keelson_system";
  static final String KEYCLOAK = "keycloak";

  private PostgresRoles() {}

  /** How the superuser gets into a database. */
  @FunctionalInterface
  interface Login {
    Connection connect(String database) throws SQLException;
  }

  static void create(Login superuser, Secrets secrets) throws SQLException {
    try (Connection connection = superuser.connect("postgres")) {
      // Forced row-level security binds the owner too, and migrations must see every row.
      role(connection, OWNER, "BYPASSRLS", secrets);
      // Whoever looks after the database sees what is asked of it.
      execute(connection, "GRANT pg_read_all_stats TO " + OWNER);
      role(connection, APP, "NOBYPASSRLS", secrets);
      role(connection, SYSTEM, "NOBYPASSRLS", secrets);
      role(connection, KEYCLOAK, "NOBYPASSRLS", secrets);
      // While Keycloak changes its tables it waits in an open transaction that holds its lock.
      execute(connection, "ALTER ROLE keycloak SET idle_in_transaction_session_timeout = 0");
      database(connection, DATABASE, OWNER, APP + ", " + SYSTEM);
      database(connection, KEYCLOAK, KEYCLOAK, KEYCLOAK);
    }
    try (Connection connection = superuser.connect(DATABASE)) {
      execute(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    }
  }

  private static void role(Connection connection, String name, String bypass, Secrets secrets)
      throws SQLException {
    if (missing(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
      // Generated secrets are of the base64 alphabet: there is nothing to quote in them.
      execute(
          connection,
          "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE %s PASSWORD '%s'"
              .formatted(name, bypass, secrets.get(secretOf(name))));
    }
  }

  private static void database(Connection connection, String name, String owner, String clients)
      throws SQLException {
    if (missing(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
      execute(connection, "CREATE DATABASE %s OWNER %s".formatted(name, owner));
    }
    execute(connection, "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
    execute(connection, "GRANT CONNECT ON DATABASE %s TO %s".formatted(name, clients));
  }

  /** The name of the secret that holds this role's password. */
  static String secretOf(String role) {
    return role.replace('_', '-') + "-password";
  }

  private static boolean missing(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return !rows.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
