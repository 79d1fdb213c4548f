package io.keelson.tenancy.testing;

import io.keelson.tenancy.embedded.ContainerServers;
import io.keelson.tenancy.embedded.EmbeddedServers;
import io.keelson.tenancy.embedded.ServerAddresses;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The real servers that every module's {@code *IT} shares: started once, adopted by each further
 * test process, and stopped by the last one that leaves. {@code KEELSON_TEST_SERVERS_KEEP=1} keeps
 * them up between runs; {@code main} starts and stops them from outside. With the system property
 * {@code keelson.test.containers} they are containers instead, a set for each test process.
 */
public final class TestServers {

  private static TestServers shared;
  private static String failure;

  private final ServerAddresses addresses;
  private final TestDatabases databases;
  private final Fleet fleet;

  private TestServers(Fleet fleet) {
    this.fleet = fleet;
    this.addresses = fleet.addresses();
    this.databases = new TestDatabases(addresses, fleet.superuserPassword());
    if (fleet.alone()) {
      databases.dropLeftovers();
    }
  }

  /** {@code -Pcontainers} asks for containers of this process's own. */
  private static TestServers start() {
    if (Boolean.getBoolean("keelson.test.containers")) {
      return new TestServers(ContainerServers.ofProcess());
    }
    TestFolder folder = TestFolder.enter(TestFolder.find());
    try {
      return new TestServers(new EmbeddedFleet(folder));
    } finally {
      folder.entered();
    }
  }

  /** The servers of this build, started when they are first asked for. */
  public static synchronized TestServers shared() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (shared == null) {
      try {
        shared = start();
      } catch (RuntimeException e) {
        // Each test that asks learns why, without another minute of waiting.
        failure = e.toString();
        throw e;
      }
    }
    return shared;
  }

  /** Where the shared servers keep what is theirs, with their pid files in {@code run}. */
  public Path dataFolder() {
    return TestFolder.find();
  }

  /** Of the shared servers; its database is empty, see {@link #freshDatabase}. */
  public ServerAddresses addresses() {
    return addresses;
  }

  /**
   * With its password. One server for all tests: let names start with something of the test's own.
   */
  public String redisUrl() {
    return addresses.redisUrl();
  }

  /**
   * A new database with these schemas migrated, of its own for this test. It is copied from a
   * template which is migrated once for each state of the scripts.
   *
   * @param schemas in order, such as {@code "tenancy", "billing"}
   */
  public TestDatabase freshDatabase(String... schemas) {
    return databases.fresh(schemas);
  }

  /** A new database with what another one has, to which nobody may be connected. */
  public TestDatabase copyOf(TestDatabase database) {
    return databases.copyOf(database.name());
  }

  /** A connection that no rule binds: what it changes beyond the database is the test's to undo. */
  public Connection superuser(TestDatabase database) throws SQLException {
    return databases.connect(database.name());
  }

  /**
   * The shared servers' Keycloak with the realm and the people of {@code DemoIdentities}; started
   * when it is first asked for, which takes a minute in a new checkout and some seconds later on.
   * Its URL, the console's secret and the people's password are in what is returned.
   */
  public ServerAddresses keycloak() {
    fleet.awaitKeycloak();
    return addresses;
  }

  /** Of the account {@code admin} of {@link #keycloak}: what it changes is the test's to undo. */
  public String keycloakAdminPassword() {
    return fleet.keycloakAdminPassword();
  }

  static void say(String line) {
    System.out.println("[test servers] " + line);
  }

  /** {@code start} leaves the servers up for the builds to come, {@code stop} ends them. */
  public static void main(String[] arguments) {
    String command = arguments.length == 1 ? arguments[0] : "";
    switch (command) {
      case "start" -> {
        shared().addresses();
        // Leaves without the shutdown hook, which would stop the servers again.
        Runtime.getRuntime().halt(0);
      }
      case "stop" -> EmbeddedServers.stop(TestFolder.find(), TestServers::say);
      default -> {
        System.err.println("usage: TestServers start|stop");
        System.exit(2);
      }
    }
  }
}
