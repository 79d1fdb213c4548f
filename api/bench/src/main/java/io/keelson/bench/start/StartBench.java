package io.keelson.bench.start;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.CannotRun;
import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ProcessCpu;
import io.keelson.bench.measure.Rounds;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From exec to the first 200 of {@code /q/health/ready}, servers up: a second process of the
 * platform is started with the command line of the one that runs, on ports of its own and the same
 * servers by their URLs, and ended again. It has the roles api and gateway: the broker of this
 * machine is the one that runs. The baseline is the time that is asked for.
 */
public final class StartBench implements Benchmark {
  private static final double LIMIT_S = 4;
  private static final double GIVE_UP_S = 60;
  private static final long POLL_MS = 10;
  private static final int DEFAULT_ROUNDS = 5;

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int rounds = arguments.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(arguments.getFirst());
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    List<Double> seconds = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Start found = once(platform, environment);
      System.out.printf("ready after %.2f s, %.2f s of CPU%n", found.seconds, found.cpuSeconds);
      seconds.add(found.seconds);
      cpuSeconds.add(found.cpuSeconds);
    }
    double median = Rounds.median(seconds);
    return new BenchResult("start", LIMIT_S / median, 1)
        .add("seconds_to_ready", median)
        .add("seconds_asked_for", LIMIT_S)
        .add("cpu_seconds_to_ready", Rounds.median(cpuSeconds))
        .add("roles", "api,gateway")
        .add("rounds", rounds);
  }

  /**
   * @param cpuSeconds of all its threads; on a busy machine it says more than the clock
   */
  private record Start(double seconds, double cpuSeconds) {}

  private static Start once(Listener platform, KeelsonEnvironment environment) throws Exception {
    int management = Listener.freePort();
    List<String> command = new ArrayList<>(platform.commandLine());
    command.removeIf(option -> option.startsWith("-XX:AOTCacheOutput"));
    int jar = command.indexOf("-jar");
    if (jar < 0) {
      throw new CannotRun("the platform was not started by java -jar");
    }
    // Of a property that is given twice the last one counts.
    command.addAll(jar, properties(environment, management));
    Map<String, String> secrets = secrets(platform, environment);
    Path log = Files.createTempFile("keelson-bench", ".log");
    long start = System.nanoTime();
    try (Child second = Child.start(log, command, secrets, platform.workingFolder())) {
      double elapsed;
      do {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        elapsed = (System.nanoTime() - start) / 1e9;
        if (elapsed > GIVE_UP_S || !second.isAlive()) {
          throw new IllegalStateException(
              "not ready after " + elapsed + " s:\n" + Files.readString(log));
        }
      } while (!isReady(management));
      return new Start(elapsed, ProcessCpu.ofProcess(second.pid()) / 1e6);
    } finally {
      Files.delete(log);
    }
  }

  private static List<String> properties(KeelsonEnvironment environment, int management)
      throws IOException {
    return List.of(
        "-Dkeelson.roles=api,gateway",
        // It would write its own addresses to the file that says where the platform is.
        "-Dkeelson.demo.enabled=false",
        "-Dkeelson.http.port=" + Listener.freePort(),
        "-Dkeelson.management.port=" + management,
        "-Dkeelson.gateway.port=" + Listener.freePort(),
        "-Dkeelson.keycloak.url=" + required(environment, "KEELSON_KEYCLOAK_URL"));
  }

  /** By variables: command lines are everybody's to read. */
  private static Map<String, String> secrets(Listener platform, KeelsonEnvironment environment)
      throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("KEELSON_DATABASE_URL", environment.databaseUrl().toString());
    for (String role : List.of("app", "system")) {
      String variable = "KEELSON_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD";
      variables.put(variable, DatabaseLogin.role(environment, platform, role).password());
    }
    variables.put("KEELSON_REDIS_URL", required(environment, "KEELSON_REDIS_URL"));
    variables.put(
        "KEELSON_KEYCLOAK_CONSOLE_SECRET",
        platform
            .setting("keelson.keycloak.console-secret", "KEELSON_KEYCLOAK_CONSOLE_SECRET")
            .or(() -> DatabaseLogin.generated(platform, "console-secret"))
            .orElseThrow(() -> new CannotRun("the console's secret is not found")));
    return variables;
  }

  private static String required(KeelsonEnvironment environment, String name) {
    return environment.get(name).orElseThrow(() -> new CannotRun(name + " is not set"));
  }

  private static boolean isReady(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/q/health/ready").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(2_000);
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }
}
