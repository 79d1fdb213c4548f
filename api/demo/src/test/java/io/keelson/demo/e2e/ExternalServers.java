package io.keelson.demo.e2e;

import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.keelson.tenancy.testing.TlsOnPostgres;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The build's shared servers as ones that somebody else runs, with a migrated database. */
final class ExternalServers implements AutoCloseable {
  private static TestDatabase migrated;
  private final ServerAddresses addresses;
  private final TestDatabase database;

  ExternalServers() {
    addresses = TestServers.shared().keycloak();
    database = TestServers.shared().copyOf(migrated());
  }

  private ExternalServers(ServerAddresses addresses, TestDatabase database) {
    this.addresses = addresses;
    this.database = database;
  }

  /** The packaged platform brings one database up to date; each test has a copy of it. */
  private static synchronized TestDatabase migrated() {
    if (migrated == null) {
      TestServers shared = TestServers.shared();
      TestDatabase empty = shared.freshDatabase();
      try (Installation migrating = Installation.create()) {
        ExternalServers servers = new ExternalServers(shared.addresses(), empty);
        Map<String, String> properties = servers.properties();
        properties.put(
            "keelson.database.owner-url", servers.url(empty.ownerUser(), empty.ownerPassword()));
        new PlatformProcess(migrating, "migrate", properties).migrate();
      }
      migrated = empty;
    }
    return migrated;
  }

  /** What tells a platform to use them. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("keelson.database.app-url", url(database.appUser(), database.appPassword()));
    properties.put(
        "keelson.database.system-url", url(database.systemUser(), database.systemPassword()));
    properties.put("keelson.redis.url", addresses.redisUrl());
    properties.put("keelson.keycloak.url", addresses.keycloakUrl());
    properties.put("keelson.keycloak.console-secret", addresses.consoleSecret());
    return properties;
  }

  /** The same, with the database through TLS that is verified. */
  Map<String, String> properties(TlsOnPostgres tls) {
    String query = "?sslmode=verify-full&sslrootcert=" + tls.verified().authorities().orElseThrow();
    Map<String, String> properties = properties();
    for (String url : List.of("keelson.database.app-url", "keelson.database.system-url")) {
      properties.merge(url, query, String::concat);
    }
    return properties;
  }

  TestDatabase database() {
    return database;
  }

  ServerAddresses addresses() {
    return addresses;
  }

  private String url(String user, String password) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            user,
            URLEncoder.encode(password, StandardCharsets.UTF_8),
            database.host(),
            database.port(),
            database.name());
  }

  /** The platform's environment file with the password that the people have there. */
  Map<String, String> environment(Installation installation) {
    Map<String, String> environment = installation.environment();
    environment.put("KEELSON_PASSWORD", addresses.demoPassword());
    return environment;
  }

  /** The one number that a query of the database's owner finds. */
  BigDecimal number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getBigDecimal(1);
    }
  }

  /** Changes something as the database's owner. */
  void execute(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement sent = connection.createStatement()) {
      sent.execute(statement);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
