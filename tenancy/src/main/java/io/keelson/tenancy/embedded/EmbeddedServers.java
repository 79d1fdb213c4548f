package io.keelson.tenancy.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * PostgreSQL and Redis as supervised children of the platform. A server of the same data folder
 * that still runs is adopted; one that dies is started again; each is replaced by an external one
 * through its URL.
 */
public final class EmbeddedServers implements AutoCloseable {

  private final EmbeddedConfig config;
  private final DataFolder folder;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final ServerStarter starter;
  private final Consumer<String> progress;
  private final Consumer<String> onGiveUp;
  private final List<EmbeddedServer> running = new CopyOnWriteArrayList<>();
  private final List<Supervisor> supervisors = new ArrayList<>();

  private EmbeddedServers(
      EmbeddedConfig config, Consumer<String> progress, Consumer<String> onGiveUp) {
    this.config = config;
    this.progress = progress;
    this.onGiveUp = onGiveUp;
    this.folder = new DataFolder(config.data()).create();
    ServerAccount account = ServerAccount.current();
    account.requireReach(folder.root());
    this.postgres = new PostgresServer(folder, account, config.postgresPort(), config.durable());
    this.redis = new RedisServer(folder, account, config.redisPort());
    this.starter = new ServerStarter(folder, progress);
  }

  /**
   * Returns when PostgreSQL and Redis answer.
   *
   * @param progress takes a line for people at each step
   * @param onGiveUp takes the reason, once, when a server cannot be kept up: the platform should
   *     stop with it
   * @throws PortTakenException when another program has a port
   * @throws EmbeddedServerException when a server cannot be started; those already up are stopped
   */
  public static EmbeddedServers start(
      EmbeddedConfig config, Consumer<String> progress, Consumer<String> onGiveUp) {
    EmbeddedServers servers = new EmbeddedServers(config, progress, onGiveUp);
    try {
      if (config.databaseUrl().isEmpty()) {
        servers.bringUp(servers.postgres);
      }
      if (config.redisUrl().isEmpty()) {
        servers.bringUp(servers.redis);
      }
      return servers;
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void bringUp(EmbeddedServer server) {
    starter.bringUp(server);
    running.add(server);
    supervisors.add(new Supervisor(server, starter, InstantSource.system(), progress, onGiveUp));
  }

  public ServerAddresses addresses() {
    Secrets secrets = folder.secrets();
    return new ServerAddresses(
        "127.0.0.1",
        config.postgresPort(),
        PostgresRoles.DATABASE,
        PostgresRoles.OWNER,
        secrets.get(PostgresRoles.secretOf(PostgresRoles.OWNER)),
        PostgresRoles.APP,
        secrets.get(PostgresRoles.secretOf(PostgresRoles.APP)),
        PostgresRoles.SYSTEM,
        secrets.get(PostgresRoles.secretOf(PostgresRoles.SYSTEM)),
        redis.url(),
        "http://127.0.0.1:" + config.keycloakPort(),
        secrets.get("console-secret"),
        secrets.get("demo-password"));
  }

  /**
   * Stops whatever of this data folder runs, whoever started it.
   *
   * @param progress takes a line for each server that was stopped
   */
  public static void stop(Path data, Consumer<String> progress) {
    DataFolder folder = new DataFolder(data).create();
    ServerStarter starter = new ServerStarter(folder, progress);
    for (EmbeddedServer server : all(EmbeddedConfig.in(data), folder).reversed()) {
      if (server.process().current().isPresent()) {
        starter.stop(server);
        progress.accept(server.title() + " stopped");
      }
    }
  }

  /** In the order in which they start. */
  private static List<EmbeddedServer> all(EmbeddedConfig config, DataFolder folder) {
    ServerAccount account = ServerAccount.current();
    return List.of(
        new PostgresServer(folder, account, config.postgresPort(), config.durable()),
        new RedisServer(folder, account, config.redisPort()));
  }

  /** Ends the supervision and, unless they are to be left running, the servers. */
  @Override
  public void close() {
    supervisors.forEach(Supervisor::close);
    supervisors.clear();
    if (!config.leaveRunning()) {
      running.reversed().forEach(starter::stop);
    }
    running.clear();
  }
}
