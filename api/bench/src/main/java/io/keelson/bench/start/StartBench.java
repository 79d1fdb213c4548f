package io.keelson.bench.start;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.CannotRun;
import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.Rounds;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From exec to the first 200 of {@code /q/health/ready}, servers up: a second process of the
 * platform is started with the command line of the one that runs, on ports of its own and the same
 * servers by their URLs, and ended again. The baseline is the time that is asked for.
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
    for (int round = 0; round < rounds; round++) {
      double found = once(platform, environment);
      System.out.printf("ready after %.2f s%n", found);
      seconds.add(found);
    }
    double median = Rounds.median(seconds);
    return new BenchResult("start", LIMIT_S / median, 1)
        .add("seconds_to_ready", median)
        .add("seconds_asked_for", LIMIT_S)
        .add("rounds", rounds);
  }

  private static double once(Listener platform, KeelsonEnvironment environment) throws Exception {
    int management = freePort();
    Map<String, String> servers = servers(platform, environment, management);
    List<String> command = new ArrayList<>(platform.commandLine());
    Path log = Files.createTempFile("keelson-bench", ".log");
    long start = System.nanoTime();
    try (Child second = Child.start(log, command, servers, platform.workingFolder())) {
      double elapsed;
      do {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        elapsed = (System.nanoTime() - start) / 1e9;
        if (elapsed > GIVE_UP_S || !second.isAlive()) {
          throw new IllegalStateException(
              "not ready after " + elapsed + " s:\n" + Files.readString(log));
        }
      } while (!isReady(management));
      return elapsed;
    } finally {
      Files.delete(log);
    }
  }

  /** Properties by their variables, which leave the command line as it is. */
  private static Map<String, String> servers(
      Listener platform, KeelsonEnvironment environment, int management) throws IOException {
    return Map.of(
        "KEELSON_HTTP_PORT", Integer.toString(freePort()),
        "KEELSON_MANAGEMENT_PORT", Integer.toString(management),
        "KEELSON_GATEWAY_PORT", Integer.toString(freePort()),
        "KEELSON_DATABASE_URL", environment.databaseUrl().toString(),
        "KEELSON_DATABASE_APP_PASSWORD",
            DatabaseLogin.role(environment, platform, "app").password(),
        "KEELSON_DATABASE_SYSTEM_PASSWORD",
            DatabaseLogin.role(environment, platform, "system").password(),
        "KEELSON_REDIS_URL", required(environment, "KEELSON_REDIS_URL"),
        "KEELSON_KEYCLOAK_URL", required(environment, "KEELSON_KEYCLOAK_URL"),
        "KEELSON_KEYCLOAK_CONSOLE_SECRET",
            DatabaseLogin.generated(platform, "console-secret")
                .orElseThrow(() -> new CannotRun("the console's secret is not found")));
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
