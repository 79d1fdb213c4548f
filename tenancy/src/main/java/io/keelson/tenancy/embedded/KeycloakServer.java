package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keycloak from its distribution, built once for PostgreSQL, which takes about half a minute. Java
 * is started as {@code kc.sh} would, but without that shell staying above it: the child is the
 * server.
 */
final class KeycloakServer implements EmbeddedServer {

  static final String VERSION = "26.7.3";
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ANSWER_POLL = Duration.ofMillis(250);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(ANSWER_PATIENCE).build();

  private static final String DEMO_PASSWORD = "demo-password";
  private static final String ENTRY_POINT = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

  private final EmbeddedConfig config;
  private final DataFolder folder;
  private final ServerAccount account;
  private final ChildProcess process;

  KeycloakServer(EmbeddedConfig config, DataFolder folder, ServerAccount account) {
    this.config = config;
    this.folder = folder;
    this.account = account;
    this.process = new ChildProcess(name(), folder);
  }

  @Override
  public String name() {
    return "keycloak";
  }

  @Override
  public String title() {
    return "Keycloak " + VERSION;
  }

  @Override
  public int port() {
    return config.keycloakPort();
  }

  @Override
  public String portProperty() {
    return "keelson.keycloak.port";
  }

  @Override
  public ChildProcess process() {
    return process;
  }

  private int managementPort() {
    return config.keycloakPort() + 1;
  }

  @Override
  public Duration startPatience() {
    return START_PATIENCE;
  }

  @Override
  public void prepare(Consumer<String> progress) {
    Ports.requireFree(
        title() + " (health)", managementPort(), "keelson.keycloak.port, which is one less");
    Archives.once(home(), this::unpack);
    KeycloakTheme.install(home().resolve("themes"));
    Path writable = DataFolder.folder(home().resolve("data"), "rwx------");
    Path imports = DataFolder.folder(writable.resolve("import"), "rwx------");
    build(progress);
    try {
      Secrets.writePrivately(
          imports.resolve(KeelsonRealm.NAME + "-realm.json"),
          KeelsonRealm.importFile(
              folder.secrets().get("console-secret"),
              config.consoleUrls(),
              config.apiUrl(),
              demoPassword(),
              config.signUp()));
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write the realm's file into " + imports, e);
    }
    account.own(writable);
  }

  private void unpack(Path target) throws IOException {
    Path archive =
        config
            .keycloakDistribution()
            .orElseThrow(
                () ->
                    new IOException(
                        "keelson.keycloak.distribution: missing (expected: the path of keycloak-quarkus-dist-%s.zip)"
                            .formatted(VERSION)));
    Archives.unpackZip(archive, target);
  }

  /** The marker is written after the build, so that one that was cut short is done again. */
  private void build(Consumer<String> progress) {
    Path marker = home().resolve("built-for-postgres");
    if (Files.exists(marker)) {
      return;
    }
    progress.accept(title() + " is built for PostgreSQL once, which takes half a minute or more");
    List<String> command = java(List.of("-Xmx512m"));
    command.addAll(List.of("build", "--db=postgres", "--health-enabled=true"));
    Commands.require("the build of Keycloak", command, Map.of());
    try {
      Files.createFile(marker);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot write " + marker, e);
    }
  }

  @Override
  public void launch() {
    List<String> command =
        java(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx224m",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=48m",
                "-Xss512k"));
    command.addAll(List.of("start", "--optimized", "--import-realm"));
    requireJava(Path.of(command.getFirst()));
    process.start(account.command(command), settings(), home());
  }

  /** Passwords go by the environment, which other accounts cannot read; arguments they can. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("KC_DB_URL", databaseUrl());
    settings.put("KC_DB_USERNAME", PostgresRoles.KEYCLOAK);
    settings.put("KC_DB_PASSWORD", databasePassword());
    settings.put("KC_DB_POOL_INITIAL_SIZE", "1");
    settings.put("KC_DB_POOL_MIN_SIZE", "1");
    settings.put("KC_DB_POOL_MAX_SIZE", "12");
    settings.put("KC_HTTP_ENABLED", "true");
    settings.put("KC_HTTP_HOST", "127.0.0.1");
    settings.put("KC_HTTP_PORT", Integer.toString(config.keycloakPort()));
    settings.put("KC_HTTP_POOL_MAX_THREADS", "16");
    settings.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
    settings.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort()));
    settings.put("KC_HOSTNAME", url());
    settings.put("KC_CACHE", "local");
    settings.put("KC_LOG_CONSOLE_COLOR", "false");
    settings.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    settings.put("KC_BOOTSTRAP_ADMIN_PASSWORD", folder.secrets().get("keycloak-admin-password"));
    if (config.demo()) {
      settings.putAll(signInHint(folder.secrets()));
    }
    return settings;
  }

  /** The page of sign-in names the demo's people, and the file of their password, to newcomers. */
  static Map<String, String> signInHint(Secrets secrets) {
    return Map.of(
        "KEELSON_DEMO_PEOPLE",
        String.join(" ", DemoIdentities.usernames()),
        "KEELSON_DEMO_PASSWORD_FILE",
        secrets.file(DEMO_PASSWORD).toString());
  }

  private Optional<String> demoPassword() {
    return config.demo() ? Optional.of(folder.secrets().get(DEMO_PASSWORD)) : Optional.empty();
  }

  private String databaseUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s"
        .formatted(config.postgresPort(), PostgresRoles.KEYCLOAK);
  }

  private String databasePassword() {
    return folder.secrets().get(PostgresRoles.secretOf(PostgresRoles.KEYCLOAK));
  }

  private List<String> java(List<String> memory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(memory);
    for (String opened : List.of("util", "util.concurrent", "security", "lang")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dpicocli.disable.closures=true",
            "-Dkc.home.dir=" + home(),
            "-Djboss.server.config.dir=" + home().resolve("conf"),
            "-Dquarkus-log-max-startup-records=10000",
            "-cp",
            home().resolve("lib").resolve("quarkus-run.jar").toString(),
            ENTRY_POINT));
    return command;
  }

  private void requireJava(Path java) {
    if (!account.reaches(java)) {
      throw new EmbeddedServerException(
          "Keycloak runs as another account, which cannot run %s. Install the JDK where every account can reach it, such as /opt or /usr/lib/jvm."
              .formatted(java));
    }
  }

  /** The realm is there when the import is through. */
  @Override
  public boolean answers() {
    return ok("http://127.0.0.1:%d/health/ready".formatted(managementPort()))
        && ok(url() + "/realms/" + KeelsonRealm.NAME);
  }

  @Override
  public Duration answerPoll() {
    return ANSWER_POLL;
  }

  private static boolean ok(String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_PATIENCE).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The realm is imported once: what has changed since then is told to Keycloak here. */
  @Override
  public void afterStart() {
    Path told = folder.of(name()).resolve("console-urls");
    String wanted =
        "%s\n%s\n%s %s %s"
            .formatted(
                String.join("\n", config.consoleUrls()),
                config.apiUrl(),
                KeelsonRealm.mark(),
                config.demo(),
                config.signUp().map(SignUp::mark).orElse("closed"));
    try {
      if (Files.exists(told) && Files.readString(told).equals(wanted)) {
        return;
      }
      KeycloakAdmin admin =
          new KeycloakAdmin(HTTP, url(), folder.secrets().get("keycloak-admin-password"));
      admin.update(config.consoleUrls(), config.apiUrl(), demoPassword());
      admin.letInPlatform(KeelsonRealm.apiSecret(folder.secrets().get("console-secret")));
      admin.open(config.signUp());
      admin.dress();
      DataFolder.folder(folder.of(name()), "rwx------");
      Secrets.writePrivately(told, wanted);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot bring the clients of Keycloak up to date", e);
    }
  }

  @Override
  public void stop() {
    process.stop("TERM", STOP_PATIENCE);
  }

  String url() {
    return "http://127.0.0.1:" + config.keycloakPort();
  }

  private Path home() {
    return folder.servers().resolve("keycloak-" + VERSION);
  }
}
