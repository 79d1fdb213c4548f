package io.keelson.tenancy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On servers of its own, since it kills them. */
final class EmbeddedServersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Path data;
  private static EmbeddedConfig config;

  private final List<String> given = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void chooseFolderAndPorts() throws IOException {
    data = Files.createTempDirectory("keelson-servers-");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
    config =
        EmbeddedConfig.in(data)
            .withPorts(Ports.free(), Ports.free(), Ports.freeBeforeFree())
            .withKeycloak(false)
            .withMigrating(true)
            .withDurable(false);
  }

  @AfterEach
  void stopAll() {
    EmbeddedServers.stop(data, line -> {});
  }

  @AfterAll
  static void deleteFolder() throws IOException {
    Archives.delete(data);
  }

  @Test
  void aKilledPostgresComesBackWithItsData() throws SQLException {
    try (EmbeddedServers servers = start(config)) {
      execute(servers, "CREATE TABLE IF NOT EXISTS kept (n int)");
      execute(servers, "INSERT INTO kept VALUES (42)");
      ProcessIdentity killed = process("postgres");

      killed.signal("KILL");

      await(() -> runsAnew("postgres", killed) && answers(servers));
      assertThat(query(servers, "SELECT count(*) FROM kept WHERE n = 42")).isNotEqualTo("0");
      assertThat(given).isEmpty();
    }
  }

  @Test
  void aKilledRedisComesBack() {
    try (EmbeddedServers servers = start(config)) {
      ProcessIdentity killed = process("redis");

      killed.signal("KILL");

      await(() -> runsAnew("redis", killed) && redis().answers());
      assertThat(servers.addresses().redisUrl()).contains("@127.0.0.1:" + config.redisPort());
    }
  }

  @Test
  void dataSurvivesAStopAndAStart() throws SQLException {
    String mark = "mark_" + System.nanoTime();
    try (EmbeddedServers servers = start(config)) {
      execute(servers, "CREATE TABLE " + mark + " (n int)");
    }
    assertThat(EmbeddedServers.status(data)).allMatch(line -> line.endsWith("is down"));
    try (EmbeddedServers servers = start(config)) {
      assertThat(query(servers, "SELECT to_regclass('%s')".formatted(mark))).isEqualTo(mark);
    }
  }

  @Test
  void aSecondStartAdoptsWhatRuns() {
    try (EmbeddedServers first = start(config.withLeaveRunning(true))) {
      assertThat(first.keycloakReady()).isTrue();
    }
    ProcessIdentity postgres = process("postgres");
    ProcessIdentity redis = process("redis");

    try (EmbeddedServers second = start(config)) {
      assertThat(process("postgres")).isEqualTo(postgres);
      assertThat(process("redis")).isEqualTo(redis);
      assertThat(answers(second)).isTrue();
    }
    assertThat(postgres.isRunning()).isFalse();
  }

  @Test
  void aTakenPortStopsTheStartAndWhatWasStarted() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedConfig taken =
          config.withPorts(config.postgresPort(), other.getLocalPort(), config.keycloakPort());

      assertThatThrownBy(() -> start(taken))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContainingAll(
              Integer.toString(other.getLocalPort()), "Redis", "keelson.redis.port");
      assertThat(EmbeddedServers.status(data)).allMatch(line -> line.endsWith("is down"));
    }
  }

  @Test
  void aServerThatCannotComeBackIsGivenUpWithTheReason() throws Exception {
    new DataFolder(data).create();
    RedisServer redis = redis();
    ServerStarter starter = new ServerStarter(new DataFolder(data), line -> {});
    starter.bringUp(redis);
    CompletableFuture<String> reason = new CompletableFuture<>();
    RestartBudget twoAttempts = new RestartBudget(InstantSource.system(), 2);
    try (Supervisor supervisor =
        new Supervisor(redis, starter, twoAttempts, line -> {}, reason::complete)) {
      // Another program takes the port in the moment the server is gone.
      redis.stop();
      try (ServerSocket other = occupy(config.redisPort())) {
        assertThat(reason.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .contains("Redis", "more than 2 times", "port " + other.getLocalPort());
      }
    }
  }

  @Test
  void serversStartedByRootRunAsAnotherAccountAndKeepSecretsFromIt() throws IOException {
    try (EmbeddedServers servers = start(config)) {
      int mine = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      for (String server : List.of("postgres", "redis")) {
        Path process = Path.of("/proc/" + process(server).pid());
        assertThat((int) Files.getAttribute(process, "unix:uid"))
            .isEqualTo(mine == 0 ? 65_534 : mine);
      }
      assertThat(Files.getPosixFilePermissions(data.resolve("secrets")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(servers.addresses().toString())
          .doesNotContain(servers.addresses().ownerPassword());
    }
  }

  @Test
  void serversWithAUrlAreNeitherStartedNorStopped() throws IOException, SQLException {
    Path elsewhere = Files.createTempDirectory("keelson-external-");
    try (EmbeddedServers servers = start(config)) {
      ServerAddresses real = servers.addresses();
      EmbeddedConfig external =
          EmbeddedConfig.in(elsewhere)
              .withKeycloak(false)
              .withDatabase(
                  URI.create(real.ownerUrl()),
                  URI.create(real.appUrl()),
                  URI.create(real.systemUrl()))
              .withMigrating(true)
              .withRedis(URI.create(real.redisUrl()));
      Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx--x--x"));
      try (EmbeddedServers other = start(external)) {
        assertThat(query(other, "SELECT current_database()")).isEqualTo("keelson");
        assertThat(other.addresses().redisUrl()).isEqualTo(real.redisUrl());
        assertThat(EmbeddedServers.status(elsewhere)).allMatch(line -> line.endsWith("is down"));
      }
      assertThat(answers(servers)).isTrue();
    } finally {
      Archives.delete(elsewhere);
    }
  }

  @Test
  void aProcessThatServesKnowsNoOwnerAndMakesNoDatabase() throws IOException, SQLException {
    Path fresh = Files.createTempDirectory("keelson-fresh-");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx--x--x"));
    EmbeddedConfig serving = config.withMigrating(false);
    try (EmbeddedServers migrating = start(config.withLeaveRunning(true))) {
      assertThat(migrating.addresses().owner()).isPresent();
    }
    try (EmbeddedServers servers = start(serving)) {
      assertThat(servers.addresses().owner()).isEmpty();
      assertThat(servers.addresses().appUrl()).startsWith("postgresql://keelson_app:");
      ProcessIdentity killed = process("postgres");
      killed.signal("KILL");
      await(() -> runsAnew("postgres", killed));
      assertThat(given).isEmpty();
    }
    try {
      assertThatThrownBy(
              () ->
                  start(
                      EmbeddedConfig.in(fresh)
                          .withPorts(Ports.free(), Ports.free(), Ports.freeBeforeFree())
                          .withKeycloak(false)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("./keelson migrate");
      assertThat(fresh.resolve("secrets").resolve("postgres-password")).doesNotExist();
    } finally {
      Archives.delete(fresh);
    }
  }

  private EmbeddedServers start(EmbeddedConfig with) {
    return EmbeddedServers.start(with, given::add, line -> {});
  }

  private static RedisServer redis() {
    return new RedisServer(new DataFolder(data), ServerAccount.current(), config.redisPort());
  }

  private static ServerSocket occupy(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static ProcessIdentity process(String server) {
    return new ChildProcess(server, new DataFolder(data)).current().orElseThrow();
  }

  private static boolean runsAnew(String server, ProcessIdentity before) {
    return new ChildProcess(server, new DataFolder(data))
        .current()
        .filter(now -> !now.equals(before))
        .isPresent();
  }

  private static boolean answers(EmbeddedServers servers) {
    try {
      return "1".equals(query(servers, "SELECT 1"));
    } catch (SQLException down) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %s", PATIENCE).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void execute(EmbeddedServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers.addresses());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers.addresses());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static Connection connect(ServerAddresses addresses) throws SQLException {
    return DriverManager.getConnection(
        addresses.jdbcUrl(), addresses.ownerUser(), addresses.ownerPassword());
  }
}
