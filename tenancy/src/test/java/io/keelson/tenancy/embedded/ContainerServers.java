package io.keelson.tenancy.embedded;

import io.keelson.tenancy.testing.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The servers of the tests in containers: one set for each test process, with roles, databases and
 * realm as the embedded servers have them. The images come from {@code
 * tenancy/src/test/containers/build-images.sh}.
 */
public final class ContainerServers implements Fleet {
  private static final String SET = "keelson.test.containers.set";
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final String SUPERUSER = "postgres";
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final int KEYCLOAK_PORT = 8080;
  private static final int READABLE = 0644;

  private final Secrets secrets;
  private final int postgresPort;
  private final int redisPort;
  private final int keycloakPort;

  private ContainerServers(Path folder, int postgresPort, int redisPort, int keycloakPort) {
    this.secrets = new DataFolder(folder).create().secrets();
    this.postgresPort = postgresPort;
    this.redisPort = redisPort;
    this.keycloakPort = keycloakPort;
  }

  /** The set of this process: class loaders have copies of this class, but one set for all. */
  public static ContainerServers ofProcess() {
    synchronized (SET.intern()) {
      String set = System.getProperty(SET);
      if (set == null) {
        set = start();
        System.setProperty(SET, set);
      }
      String[] parts = set.split(" ", 4);
      return new ContainerServers(
          Path.of(parts[3]),
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]));
    }
  }

  private static String start() {
    try {
      Path folder = Files.createTempDirectory("keelson-test-containers");
      Secrets secrets = new DataFolder(folder).create().secrets();
      Network network = Network.newNetwork();
      GenericContainer<?> postgres = postgres(secrets, network);
      GenericContainer<?> redis = redis(secrets);
      postgres.start();
      redis.start();
      PostgresRoles.create(
          database -> connect(postgres.getMappedPort(POSTGRES_PORT), database, secrets), secrets);
      int port = Ports.free();
      KeycloakTheme.install(folder.resolve("themes"));
      keycloak(secrets, network, port, folder.resolve("themes")).start();
      return "%d %d %d %s"
          .formatted(
              postgres.getMappedPort(POSTGRES_PORT), redis.getMappedPort(REDIS_PORT), port, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the roles and databases of Keelson", e);
    }
  }

  private static GenericContainer<?> postgres(Secrets secrets, Network network) {
    return container("postgres", POSTGRES_PORT)
        .withNetwork(network)
        .withNetworkAliases("postgres")
        .withEnv("POSTGRES_PASSWORD", secrets.get("postgres-password"))
        .waitingFor(
            Wait.forLogMessage(".*ready to accept connections.*", 1)
                .withStartupTimeout(START_PATIENCE));
  }

  private static GenericContainer<?> redis(Secrets secrets) {
    return container("redis", REDIS_PORT)
        .withCommand(
            "redis-server",
            "--bind",
            "0.0.0.0",
            "--save",
            "",
            "--dir",
            "/tmp",
            "--requirepass",
            secrets.get("redis-password"))
        .waitingFor(
            Wait.forLogMessage(".*Ready to accept connections.*", 1)
                .withStartupTimeout(START_PATIENCE));
  }

  /** On a port that is known before: tokens name their issuer by it. */
  private static GenericContainer<?> keycloak(
      Secrets secrets, Network network, int port, Path themes) {
    String realm =
        KeelsonRealm.importFile(
            secrets.get("console-secret"),
            List.of("http://127.0.0.1:7080", "http://localhost:7080"),
            "http://127.0.0.1:7080",
            Optional.of(secrets.get("demo-password")),
            Optional.empty());
    GenericContainer<?> keycloak =
        container("keycloak", KEYCLOAK_PORT)
            .withNetwork(network)
            .withEnv(
                Map.of(
                    "KC_DB_URL",
                    "jdbc:postgresql://postgres:5432/" + PostgresRoles.KEYCLOAK,
                    "KC_DB_USERNAME",
                    PostgresRoles.KEYCLOAK,
                    "KC_DB_PASSWORD",
                    secrets.get(PostgresRoles.secretOf(PostgresRoles.KEYCLOAK)),
                    "KC_HTTP_ENABLED",
                    "true",
                    "KC_HOSTNAME",
                    "http://127.0.0.1:" + port,
                    "KC_CACHE",
                    "local",
                    "KC_BOOTSTRAP_ADMIN_USERNAME",
                    "admin",
                    "KC_BOOTSTRAP_ADMIN_PASSWORD",
                    secrets.get("keycloak-admin-password")))
            .withEnv(KeycloakServer.signInHint(secrets))
            .withCopyFileToContainer(
                MountableFile.forHostPath(themes.resolve(KeycloakTheme.NAME)),
                "/kc/themes/" + KeycloakTheme.NAME)
            .withCopyToContainer(
                Transferable.of(realm, READABLE),
                "/kc/data/import/" + KeelsonRealm.NAME + "-realm.json")
            .waitingFor(
                Wait.forHttp("/realms/" + KeelsonRealm.NAME)
                    .forPort(KEYCLOAK_PORT)
                    .withStartupTimeout(START_PATIENCE));
    keycloak.setPortBindings(List.of("127.0.0.1:" + port + ":" + KEYCLOAK_PORT));
    return keycloak;
  }

  private static GenericContainer<?> container(String server, int port) {
    return new GenericContainer<>(DockerImageName.parse("keelson-test-" + server))
        .withExposedPorts(port);
  }

  private static Connection connect(int port, String database, Secrets secrets)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        SUPERUSER,
        secrets.get("postgres-password"));
  }

  @Override
  public ServerAddresses addresses() {
    return new ServerAddresses(
        "127.0.0.1",
        postgresPort,
        PostgresRoles.DATABASE,
        DatabaseTls.NONE,
        Optional.of(
            new ServerAddresses.Owner(
                PostgresRoles.OWNER, secrets.get(PostgresRoles.secretOf(PostgresRoles.OWNER)))),
        PostgresRoles.APP,
        secrets.get(PostgresRoles.secretOf(PostgresRoles.APP)),
        PostgresRoles.SYSTEM,
        secrets.get(PostgresRoles.secretOf(PostgresRoles.SYSTEM)),
        "redis://:%s@127.0.0.1:%d".formatted(secrets.get("redis-password"), redisPort),
        "http://127.0.0.1:" + keycloakPort,
        secrets.get("console-secret"),
        secrets.get("demo-password"));
  }

  @Override
  public String superuserPassword() {
    return secrets.get("postgres-password");
  }

  @Override
  public String keycloakAdminPassword() {
    return secrets.get("keycloak-admin-password");
  }

  @Override
  public boolean alone() {
    return false;
  }

  /** It was waited for at the start. */
  @Override
  public void awaitKeycloak() {}
}
