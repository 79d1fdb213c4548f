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
 * @param signUp how strangers make themselves an account there; empty where they cannot
 */
public record EmbeddedConfig(
    Path data,
    int postgresPort,
    int redisPort,
    int keycloakPort,
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
    String apiUrl,
    Optional<SignUp> signUp) {

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
    for (int port : new int[] {postgresPort, redisPort, keycloakPort, keycloakPort + 1}) {
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
   * keelson.keycloak.port}, {@code keelson.database.owner-url}, {@code keelson.database.app-url},
   * {@code keelson.database.system-url} (each as {@code
   * postgresql://user:password@host:port/name}), {@code keelson.redis.url}, {@code
   * keelson.keycloak.url}, {@code keelson.keycloak.console-secret}, {@code
   * keelson.keycloak.distribution}, {@code keelson.demo.enabled}, {@code keelson.http.url}, {@code
   * keelson.http.port} and {@code keelson.host}.
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
    Draft draft = new Draft();
    draft.data = Path.of(data).toAbsolutePath().normalize();
    draft.postgresPort = port(property, "keelson.postgres.port", 7432);
    draft.redisPort = port(property, "keelson.redis.port", 7379);
    draft.keycloakPort = port(property, "keelson.keycloak.port", 7180);
    draft.ownerUrl = url(property, "keelson.database.owner-url");
    draft.appUrl = url(property, "keelson.database.app-url");
    draft.systemUrl = url(property, "keelson.database.system-url");
    draft.redisUrl = url(property, "keelson.redis.url");
    draft.keycloakUrl = url(property, "keelson.keycloak.url");
    draft.consoleSecret = property.apply("keelson.keycloak.console-secret");
    draft.keycloakDistribution = property.apply("keelson.keycloak.distribution").map(Path::of);
    draft.keycloak = true;
    draft.durable = true;
    draft.demo = property.apply("keelson.demo.enabled").map(Boolean::parseBoolean).orElse(true);
    draft.consoleUrls = consoleUrls(property, consolePort);
    draft.apiUrl = apiUrl(property, consolePort);
    draft.signUp = SignUp.from(property);
    return draft.done();
  }

  private static Optional<URI> url(Function<String, Optional<String>> property, String name) {
    return property.apply(name).map(url -> UrlSetting.parse(name, url));
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

  public EmbeddedConfig withPorts(int postgres, int redis, int identity) {
    Draft draft = draft();
    draft.postgresPort = postgres;
    draft.redisPort = redis;
    draft.keycloakPort = identity;
    return draft.done();
  }

  /**
   * @param owner null in a process that serves
   */
  public EmbeddedConfig withDatabase(URI owner, URI app, URI system) {
    Draft draft = draft();
    draft.ownerUrl = Optional.ofNullable(owner);
    draft.appUrl = Optional.of(app);
    draft.systemUrl = Optional.of(system);
    return draft.done();
  }

  /** To make and migrate the database as its owner, instead of serving from it. */
  public EmbeddedConfig withMigrating(boolean wanted) {
    Draft draft = draft();
    draft.migrating = wanted;
    return draft.done();
  }

  public EmbeddedConfig withRedis(URI url) {
    Draft draft = draft();
    draft.redisUrl = Optional.of(url);
    return draft.done();
  }

  public EmbeddedConfig withKeycloakDistribution(Path archive) {
    Draft draft = draft();
    draft.keycloakDistribution = Optional.of(archive);
    return draft.done();
  }

  public EmbeddedConfig withKeycloak(boolean wanted) {
    Draft draft = draft();
    draft.keycloak = wanted;
    return draft.done();
  }

  public EmbeddedConfig withDurable(boolean wanted) {
    Draft draft = draft();
    draft.durable = wanted;
    return draft.done();
  }

  public EmbeddedConfig withDemo(boolean wanted) {
    Draft draft = draft();
    draft.demo = wanted;
    return draft.done();
  }

  public EmbeddedConfig withLeaveRunning(boolean wanted) {
    Draft draft = draft();
    draft.leaveRunning = wanted;
    return draft.done();
  }

  private Draft draft() {
    Draft draft = new Draft();
    draft.data = data;
    draft.postgresPort = postgresPort;
    draft.redisPort = redisPort;
    draft.keycloakPort = keycloakPort;
    draft.ownerUrl = ownerUrl;
    draft.appUrl = appUrl;
    draft.systemUrl = systemUrl;
    draft.redisUrl = redisUrl;
    draft.keycloakUrl = keycloakUrl;
    draft.consoleSecret = consoleSecret;
    draft.keycloakDistribution = keycloakDistribution;
    draft.keycloak = keycloak;
    draft.durable = durable;
    draft.leaveRunning = leaveRunning;
    draft.demo = demo;
    draft.migrating = migrating;
    draft.consoleUrls = consoleUrls;
    draft.apiUrl = apiUrl;
    draft.signUp = signUp;
    return draft;
  }

  /** The one place where a config is put together, part by part and by their names. */
  private static final class Draft {
    private Path data;
    private int postgresPort;
    private int redisPort;
    private int keycloakPort;
    private Optional<URI> ownerUrl;
    private Optional<URI> appUrl;
    private Optional<URI> systemUrl;
    private Optional<URI> redisUrl;
    private Optional<URI> keycloakUrl;
    private Optional<String> consoleSecret;
    private Optional<Path> keycloakDistribution;
    private boolean keycloak;
    private boolean durable;
    private boolean leaveRunning;
    private boolean demo;
    private boolean migrating;
    private List<String> consoleUrls;
    private String apiUrl;
    private Optional<SignUp> signUp;

    private EmbeddedConfig done() {
      return new EmbeddedConfig(
          data,
          postgresPort,
          redisPort,
          keycloakPort,
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
          apiUrl,
          signUp);
    }
  }
}
