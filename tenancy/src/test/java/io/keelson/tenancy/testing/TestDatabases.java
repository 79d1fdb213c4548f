package io.keelson.tenancy.testing;

import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.embedded.ServerAddresses;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.Driver;

/** Makes test databases out of migrated templates. */
final class TestDatabases {

  private static final int TEMPLATES_KEPT = 12;
  private static final long MIGRATION_LOCK = 0x6b65656c736f6eL;

  private final ServerAddresses addresses;
  private final String superuserPassword;
  private final Map<List<String>, String> fingerprints = new ConcurrentHashMap<>();
  private final Set<List<String>> asked = new HashSet<>();
  private final Map<List<String>, CompletableFuture<String>> ahead = new HashMap<>();

  TestDatabases(ServerAddresses addresses, String superuserPassword) {
    this.addresses = addresses;
    this.superuserPassword = superuserPassword;
  }

  TestDatabase fresh(String... schemas) {
    return database(next(List.of(schemas)));
  }

  TestDatabase copyOf(String original) {
    return database(make(connection -> original));
  }

  private TestDatabase database(String name) {
    return new TestDatabase(
        addresses.databaseHost(),
        addresses.databasePort(),
        name,
        addresses.ownerUser(),
        addresses.ownerPassword(),
        addresses.appUser(),
        addresses.appPassword(),
        addresses.systemUser(),
        addresses.systemPassword(),
        () -> drop(name));
  }

  /**
   * Whoever asks for the same schemas again will do so once more: the next one is made while the
   * test goes on.
   */
  private synchronized String next(List<String> schemas) {
    CompletableFuture<String> made = ahead.remove(schemas);
    String name = made == null ? make(schemas) : made.join();
    if (!asked.add(schemas)) {
      ahead.put(
          schemas, CompletableFuture.supplyAsync(() -> make(schemas), Thread::startVirtualThread));
    }
    return name;
  }

  private String make(List<String> schemas) {
    return make(connection -> template(connection, schemas));
  }

  /** What to copy. */
  @FunctionalInterface
  private interface Original {
    String name(Connection connection) throws SQLException;
  }

  private String make(Original original) {
    String name = "t_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = connect()) {
      copy(connection, original.name(connection), name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the test database " + name, e);
    }
    return name;
  }

  private void copy(Connection connection, String template, String name) throws SQLException {
    execute(
        connection,
        "CREATE DATABASE %s TEMPLATE %s OWNER %s".formatted(name, template, addresses.ownerUser()));
  }

  /** The migrated template for the state of these scripts; made under a lock when it is missing. */
  private String template(Connection connection, List<String> schemas) throws SQLException {
    if (schemas.isEmpty()) {
      return "template1";
    }
    String name =
        "template_" + fingerprints.computeIfAbsent(schemas, MigrationScripts::fingerprint);
    execute(connection, "SELECT pg_advisory_lock(%d)".formatted(MIGRATION_LOCK));
    try {
      // The mark of a template is set last: a database without it is a migration that failed.
      if (names(connection, "datname = '%s' AND datistemplate".formatted(name)).isEmpty()) {
        forgetOldTemplates(connection);
        execute(connection, "DROP DATABASE IF EXISTS %s (FORCE)".formatted(name));
        copy(connection, template(connection, schemas.subList(0, schemas.size() - 1)), name);
        Migrations.run(
            "jdbc:postgresql://%s:%d/%s"
                .formatted(addresses.databaseHost(), addresses.databasePort(), name),
            addresses.ownerUser(),
            addresses.ownerPassword(),
            schemas);
        execute(
            connection,
            "ALTER DATABASE %s IS_TEMPLATE true ALLOW_CONNECTIONS false".formatted(name));
      }
      return name;
    } finally {
      execute(connection, "SELECT pg_advisory_unlock(%d)".formatted(MIGRATION_LOCK));
    }
  }

  /** Scripts change often while a module is written; their old states need not pile up. */
  private static void forgetOldTemplates(Connection connection) throws SQLException {
    List<String> templates =
        names(connection, "datname LIKE 'template\\______%' ORDER BY oid DESC");
    for (String old :
        templates.subList(Math.min(TEMPLATES_KEPT, templates.size()), templates.size())) {
      execute(connection, "ALTER DATABASE %s IS_TEMPLATE false".formatted(old));
      execute(connection, "DROP DATABASE IF EXISTS %s (FORCE)".formatted(old));
    }
  }

  /** Databases of test processes that were killed; nobody else may be using the servers. */
  void dropLeftovers() {
    try (Connection connection = connect()) {
      for (String name : names(connection, "datname LIKE 't\\_%'")) {
        execute(connection, "DROP DATABASE IF EXISTS %s (FORCE)".formatted(name));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop old test databases", e);
    }
  }

  private void drop(String name) {
    try (Connection connection = connect()) {
      execute(connection, "DROP DATABASE IF EXISTS %s (FORCE)".formatted(name));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop the test database " + name, e);
    }
  }

  private Connection connect() throws SQLException {
    return connect("postgres");
  }

  /**
   * As the superuser. An application under test that has ended may have taken the driver with it.
   */
  Connection connect(String database) throws SQLException {
    if (!Driver.isRegistered()) {
      Driver.register();
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(addresses.databaseHost(), addresses.databasePort(), database),
        "postgres",
        superuserPassword);
  }

  private static List<String> names(Connection connection, String condition) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT datname FROM pg_database WHERE " + condition)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
