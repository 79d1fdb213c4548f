package io.keelson.api.testing;

import io.keelson.api.main.FrameworkProperties;
import io.keelson.api.main.ServerProperties;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.embedded.DatabaseTls;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the application under test on the shared servers, with a database and a data folder of its
 * own.
 */
public final class PlatformServers implements QuarkusTestResourceLifecycleManager {
  /** The one address whose forwarding headers are believed. */
  public static final String PROXY = "127.0.0.2";

  private TestDatabase database;

  @Override
  public Map<String, String> start() {
    TestServers servers = TestServers.shared();
    database = servers.freshDatabase(Migrations.ALL.toArray(String[]::new));
    Map<String, String> properties =
        new HashMap<>(ServerProperties.of(addresses(servers, database)));
    int port = freePort();
    Path data = dataFolder();
    properties.put("keelson.data", data.toString());
    properties.put("keelson.programs.profiler", programOfNothing(data).toString());
    properties.put("keelson.http.port", Integer.toString(port));
    properties.put("quarkus.http.test-port", Integer.toString(port));
    properties.put("quarkus.management.test-port", Integer.toString(freePort()));
    properties.put("keelson.roles", "api");
    properties.put("keelson.sign-on.enabled", "true");
    properties.put("keelson.gateway.port", Integer.toString(freePort()));
    properties.put("keelson.http.trusted-proxies", PROXY);
    // So that keys that a test adds to the realm are found however often others were looked for.
    properties.put("quarkus.oidc.token.forced-jwk-refresh-interval", "PT0S");
    // What a test's callers can use up.
    properties.put("keelson.plans.small.points-per-minute", "2000");
    properties.put("keelson.plans.small.key-points-per-minute", "500");
    properties.put("keelson.plans.small.projects", "3");
    properties.put("quarkus.datasource.reactive.additional-properties.statement_timeout", "21000");
    properties.put(
        "quarkus.datasource.system.reactive.additional-properties.statement_timeout", "22000");
    properties.putAll(FrameworkProperties.of(name -> Optional.ofNullable(properties.get(name))));
    return properties;
  }

  private static ServerAddresses addresses(TestServers servers, TestDatabase database) {
    ServerAddresses keycloak = servers.keycloak();
    return new ServerAddresses(
        database.host(),
        database.port(),
        database.name(),
        DatabaseTls.NONE,
        Optional.empty(),
        database.appUser(),
        database.appPassword(),
        database.systemUser(),
        database.systemPassword(),
        servers.redisUrl(),
        keycloak.keycloakUrl(),
        keycloak.consoleSecret(),
        keycloak.demoPassword());
  }

  /** No broker runs here: of the program, its engine's name is read. */
  private static Path programOfNothing(Path data) {
    try {
      Path lib = Files.createDirectories(data.resolve("programs/profiler/lib"));
      Files.createFile(lib.resolve("duckdb_jdbc-1.0.jar"));
      return lib.getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path dataFolder() {
    try {
      return Files.createTempDirectory("keelson-api-it");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (database != null) {
      database.close();
    }
  }
}
