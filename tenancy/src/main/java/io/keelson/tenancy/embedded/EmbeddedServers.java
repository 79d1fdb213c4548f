package io.keelson.tenancy.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * PostgreSQL, Redis and Keycloak as supervised children of the platform. A server of the same data
 * folder that still runs is adopted; one that dies is started again; each is replaced by an
 * external one through its URL. One process at a time should own a data folder: its close stops the
 * servers.
 */
public final class EmbeddedServers implements AutoCloseable {

  private static final int LISTED_PORT = 1;
  private static final String OWNER_URL = "keelson.database.owner-url";
  private static final String APP_URL = "keelson.database.app-url";
  private static final String SYSTEM_URL = "keelson.database.system-url";
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

  private final EmbeddedConfig config;
  private final DataFolder folder;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final KeycloakServer keycloak;
  private final ServerStarter starter;
  private final Consumer<String> progress;
  private final Consumer<String> onGiveUp;
  private final List<EmbeddedServer> running = new CopyOnWriteArrayList<>();
  private final List<Supervisor> supervisors = new CopyOnWriteArrayList<>();
  private CompletableFuture<Void> keycloakUp;

  private EmbeddedServers(
      EmbeddedConfig config, Consumer<String> onGiveUp, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
    this.onGiveUp = onGiveUp;
    this.folder = new DataFolder(config.data()).create();
    ServerAccount account = ServerAccount.current();
    account.requireReach(folder.root());
    this.postgres = new PostgresServer(folder, account, config);
    this.redis = new RedisServer(folder, account, config.redisPort());
    this.keycloak = new KeycloakServer(config, folder, account);
    this.starter = new ServerStarter(folder, progress);
  }

  /**
   * Returns when PostgreSQL and Redis answer; Keycloak goes on starting, see {@link
   * #awaitKeycloak}.
   *
   * @param onGiveUp takes the reason when a server cannot be kept up: the platform should stop with
   *     it
   * @param progress takes a line for people at each step, from any thread
   * @throws PortTakenException when another program has a port
   * @throws EmbeddedServerException when a server cannot be started; those already up are stopped
   */
  public static EmbeddedServers start(
      EmbeddedConfig config, Consumer<String> onGiveUp, Consumer<String> progress) {
    EmbeddedServers servers = new EmbeddedServers(config, onGiveUp, progress);
    try {
      servers.startAll();
      return servers;
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void startAll() {
    boolean ownKeycloak = config.keycloak() && config.keycloakUrl().isEmpty();
    // An embedded Keycloak keeps its data in the embedded PostgreSQL, wherever Keelson's own are.
    if (!external() || ownKeycloak) {
      bringUp(postgres);
    }
    if (external()) {
      requireLogins();
    }
    if (ownKeycloak) {
      startKeycloak();
    }
    if (config.redisUrl().isEmpty()) {
      bringUp(redis);
    }
  }

  private boolean external() {
    return config.appUrl().isPresent();
  }

  private void requireLogins() {
    if (!config.migrating()) {
      app().requireSignIn(APP_URL);
      system().requireSignIn(SYSTEM_URL);
      return;
    }
    ExternalDatabase owner = owner();
    owner.requireOwner();
    owner.requireRole(app(), APP_URL);
    owner.requireRole(system(), SYSTEM_URL);
  }

  private ExternalDatabase owner() {
    return ExternalDatabase.parse(
        OWNER_URL,
        config
            .ownerUrl()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        OWNER_URL + ": missing (expected: beside " + APP_URL + ", to migrate)")));
  }

  private ExternalDatabase app() {
    return ExternalDatabase.parse(APP_URL, config.appUrl().orElseThrow())
        .as(PostgresRoles.APP, APP_URL);
  }

  private ExternalDatabase system() {
    return ExternalDatabase.parse(SYSTEM_URL, config.systemUrl().orElseThrow())
        .as(PostgresRoles.SYSTEM, SYSTEM_URL);
  }

  /** Starts Keycloak in the background unless it was asked for already. */
  public synchronized void startKeycloak() {
    if (keycloakUp != null) {
      return;
    }
    CompletableFuture<Void> up = new CompletableFuture<>();
    keycloakUp = up;
    Thread.ofVirtual()
        .name("keelson-start-keycloak")
        .start(
            () -> {
              try {
                bringUp(keycloak);
                up.complete(null);
              } catch (RuntimeException | Error e) {
                if (up.completeExceptionally(e) && !starter.closed()) {
                  onGiveUp.accept(e.getMessage());
                }
              }
            });
  }

  private void bringUp(EmbeddedServer server) {
    starter.bringUp(server);
    running.add(server);
    supervisors.add(
        new Supervisor(
            server, starter, new RestartBudget(InstantSource.system()), progress, onGiveUp));
  }

  /**
   * Waits until Keycloak answers with the realm imported; at once when it is an external one.
   *
   * @throws EmbeddedServerException when it cannot be started, or not within the patience
   */
  public void awaitKeycloak(Duration patience) {
    CompletableFuture<Void> up;
    synchronized (this) {
      up = keycloakUp;
    }
    if (up == null) {
      return;
    }
    try {
      up.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new EmbeddedServerException("Keycloak is not available", e.getCause());
    } catch (TimeoutException e) {
      throw new EmbeddedServerException(
          "Keycloak did not answer within %d s".formatted(patience.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while waiting for Keycloak", e);
    }
  }

  /** False while an embedded Keycloak is not up; true for an external one. */
  public synchronized boolean keycloakReady() {
    return keycloakUp == null || (keycloakUp.isDone() && !keycloakUp.isCompletedExceptionally());
  }

  /** Where the servers are, known before Keycloak is up. */
  public ServerAddresses addresses() {
    Secrets secrets = folder.secrets();
    ExternalDatabase app = external() ? app() : embedded(PostgresRoles.APP);
    ExternalDatabase system = external() ? system() : embedded(PostgresRoles.SYSTEM);
    return new ServerAddresses(
        app.host(),
        app.port(),
        app.name(),
        app.tls(),
        config.migrating() ? Optional.of(ownerLogin()) : Optional.empty(),
        app.user(),
        app.password(),
        system.user(),
        system.password(),
        config.redisUrl().map(URI::toString).orElseGet(redis::url),
        config.keycloakUrl().map(URI::toString).orElseGet(keycloak::url).replaceAll("/+$", ""),
        config.consoleSecret().orElseGet(() -> secrets.get("console-secret")),
        secrets.get("demo-password"));
  }

  private ServerAddresses.Owner ownerLogin() {
    ExternalDatabase owner = external() ? owner() : embedded(PostgresRoles.OWNER);
    return new ServerAddresses.Owner(owner.user(), owner.password());
  }

  private ExternalDatabase embedded(String role) {
    return new ExternalDatabase(
        "127.0.0.1",
        config.postgresPort(),
        PostgresRoles.DATABASE,
        role,
        folder.secrets().get(PostgresRoles.secretOf(role)),
        DatabaseTls.NONE);
  }

  /**
   * Stops whatever of this data folder runs, whoever started it.
   *
   * @param progress takes a line for each server that was stopped
   */
  public static void stop(Path data, Consumer<String> progress) {
    DataFolder folder = new DataFolder(data).create();
    ServerStarter starter = new ServerStarter(folder, progress);
    for (EmbeddedServer server : all(data, folder).reversed()) {
      if (server.process().current().isPresent()) {
        starter.stop(server);
        progress.accept(server.title() + " stopped");
      }
    }
  }

  /** The processes of this data folder that run, by the name of their server. */
  static List<String> status(Path data) {
    return all(data, new DataFolder(data).create()).stream()
        .map(
            server ->
                server
                    .process()
                    .current()
                    .map(
                        process -> "%s runs as process %d".formatted(server.title(), process.pid()))
                    .orElse(server.title() + " is down"))
        .toList();
  }

  /** In the order in which they start; good for what needs no port. */
  private static List<EmbeddedServer> all(Path data, DataFolder folder) {
    ServerAccount account = ServerAccount.current();
    return List.of(
        new PostgresServer(folder, account, LISTED_PORT, true, false),
        new RedisServer(folder, account, LISTED_PORT),
        new KeycloakServer(EmbeddedConfig.in(data), folder, account));
  }

  /** Ends the supervision and, unless they are to be left running, the servers. */
  @Override
  public void close() {
    starter.close();
    supervisors.forEach(Supervisor::close);
    supervisors.clear();
    awaitEndOfStart();
    if (!config.leaveRunning()) {
      running.reversed().forEach(starter::stop);
    }
    running.clear();
  }

  private void awaitEndOfStart() {
    CompletableFuture<Void> up;
    synchronized (this) {
      up = keycloakUp;
    }
    if (up == null || up.isDone()) {
      return;
    }
    try {
      up.get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      progress.accept("Keycloak was still starting and is given up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
