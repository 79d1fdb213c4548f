package io.keelson.tenancy.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the platform's servers need to know. A server whose URL is given is somebody else's: it is
 * neither started nor supervised.
 *
 * @param data everything of the installation lies here ({@code keelson.data})
 * @param keycloak false starts no Keycloak with the others
 * @param durable false leaves out the waits for the disk: for tests
 * @param leaveRunning true keeps the servers up when they are closed, for the next start to adopt
 * @param demo whether the identity provider gets the demo's people and their client
 * @param migrating whether this process knows the database's owner, which makes its roles and
 *     migrates; one that serves knows the application's and the system's logins alone
 * @param consoleUrls where Keycloak may send a browser back to, without a trailing slash
 * @param apiUrl where an embedded Keycloak reaches the front door, without a trailing slash
 */
public record EmbeddedConfig(
    Path data,
    int postgresPort,
    int redisPort,
    int keycloakPort,
    int keycloakManagementPort,
    Optional<URI> ownerUrl,
    Optional<URI> appUrl,
    Optional<URI> systemUrl,
    Optional<URI> redisUrl,
    Optional<URI> keycloakUrl,
    Optional<String> consoleSecret,
    Optional<Path> keycloakDistribution,
    boolean keycloak,
    boolean durable,
    boolean leaveRunning,
    boolean demo,
    boolean migrating,
    List<String> consoleUrls,
    String apiUrl) {

  private static final int LAST_PORT = 65_535;
  private static final Set<String> ANY_ADDRESS = Set.of("", "0.0.0.0", "::");

  public EmbeddedConfig {
    if (appUrl.isPresent() != systemUrl.isPresent()) {
      throw new IllegalArgumentException(
          "%s: missing (expected: beside %s)"
              .formatted(
                  appUrl.isPresent() ? "keelson.database.system-url" : "keelson.database.app-url",
                  appUrl.isPresent() ? "keelson.database.app-url" : "keelson.database.system-url"));
    }
    if (ownerUrl.isPresent() && appUrl.isEmpty()) {
      throw new IllegalArgumentException(
          "keelson.database.app-url: missing (expected: beside keelson.database.owner-url)");
    }
    consoleUrls = List.copyOf(consoleUrls);
    for (int port : new int[] {postgresPort, redisPort, keycloakPort, keycloakManagementPort}) {
      if (port < 1 || port > LAST_PORT) {
        throw new IllegalArgumentException(
            "port: %d (expected: 1 to %d)".formatted(port, LAST_PORT));
      }
    }
  }

  /** The ports of {@code docs/architecture.md}, all servers embedded. */
  public static EmbeddedConfig in(Path data) {
    return from(
        name -> name.equals("keelson.data") ? Optional.of(data.toString()) : Optional.empty());
  }

  /**
   * Reads {@code keelson.data}, {@code keelson.postgres.port}, {@code keelson.redis.port}, {@code
   * keelson.keycloak.port}, {@code keelson.keycloak.management-port}, {@code
   * keelson.database.owner-url}, {@code keelson.database.app-url}, {@code
   * keelson.database.system-url} (each as {@code postgresql://user:password@host:port/name}),
   * {@code keelson.redis.url}, {@code keelson.keycloak.url}, {@code
   * keelson.keycloak.console-secret}, {@code keelson.keycloak.distribution}, {@code
   * keelson.demo.enabled}, {@code keelson.http.url}, {@code keelson.http.port} and {@code
   * keelson.host}.
   *
   * @throws IllegalArgumentException naming the property that is missing or out of bounds
   */
  public static EmbeddedConfig from(Function<String, Optional<String>> property) {
    String data =
        property
            .apply("keelson.data")
            .orElseThrow(
                () -> new IllegalArgumentException("keelson.data: missing (expected: a folder)"));
    int consolePort = port(property, "keelson.http.port", 7080);
    return new EmbeddedConfig(
        Path.of(data).toAbsolutePath().normalize(),
        port(property, "keelson.postgres.port", 7432),
        port(property, "keelson.redis.port", 7379),
        port(property, "keelson.keycloak.port", 7180),
        port(property, "keelson.keycloak.management-port", 7181),
        property.apply("keelson.database.owner-url").map(URI::create),
        property.apply("keelson.database.app-url").map(URI::create),
        property.apply("keelson.database.system-url").map(URI::create),
        property.apply("keelson.redis.url").map(URI::create),
        property.apply("keelson.keycloak.url").map(URI::create),
        property.apply("keelson.keycloak.console-secret"),
        property.apply("keelson.keycloak.distribution").map(Path::of),
        true,
        true,
        false,
        property.apply("keelson.demo.enabled").map(Boolean::parseBoolean).orElse(true),
        false,
        consoleUrls(property, consolePort),
        apiUrl(property, consolePort));
  }

  private static List<String> consoleUrls(
      Function<String, Optional<String>> property, int consolePort) {
    List<String> urls = new ArrayList<>();
    property.apply("keelson.http.url").ifPresent(urls::add);
    urls.add("http://127.0.0.1:" + consolePort);
    urls.add("http://localhost:" + consolePort);
    return urls;
  }

  /** On this machine: a public address may lead through a proxy whose certificate is unknown. */
  private static String apiUrl(Function<String, Optional<String>> property, int consolePort) {
    String host =
        property
            .apply("keelson.host")
            .filter(bound -> !ANY_ADDRESS.contains(bound))
            .orElse("127.0.0.1");
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + consolePort;
  }

  private static int port(Function<String, Optional<String>> property, String name, int standard) {
    String value = property.apply(name).orElse(Integer.toString(standard));
    try {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // The message below says what was expected.
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: a port, 1 to %d)".formatted(name, value, LAST_PORT));
  }

  public EmbeddedConfig withPorts(int postgres, int redis, int identity, int identityManagement) {
    return new EmbeddedConfig(
        data,
        postgres,
        redis,
        identity,
        identityManagement,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  /**
   * @param owner null in a process that serves
   */
  public EmbeddedConfig withDatabase(URI owner, URI app, URI system) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        Optional.ofNullable(owner),
        Optional.of(app),
        Optional.of(system),
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  /** To make and migrate the database as its owner, instead of serving from it. */
  public EmbeddedConfig withMigrating(boolean wanted) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        leaveRunning,
        demo,
        wanted,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withRedis(URI url) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        Optional.of(url),
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withKeycloakDistribution(Path archive) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        Optional.of(archive),
        keycloak,
        durable,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withKeycloak(boolean wanted) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        wanted,
        durable,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withDurable(boolean wanted) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        wanted,
        leaveRunning,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withDemo(boolean wanted) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        leaveRunning,
        wanted,
        migrating,
        consoleUrls,
        apiUrl);
  }

  public EmbeddedConfig withLeaveRunning(boolean wanted) {
    return new EmbeddedConfig(
        data,
        postgresPort,
        redisPort,
        keycloakPort,
        keycloakManagementPort,
        ownerUrl,
        appUrl,
        systemUrl,
        redisUrl,
        keycloakUrl,
        consoleSecret,
        keycloakDistribution,
        keycloak,
        durable,
        wanted,
        demo,
        migrating,
        consoleUrls,
        apiUrl);
  }
}
