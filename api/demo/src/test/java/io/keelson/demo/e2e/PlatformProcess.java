package io.keelson.demo.e2e;

import io.keelson.demo.step.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;

/** The packaged platform as a process that can be killed, and started again as it was. */
final class PlatformProcess implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(180);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final List<String> MEMORY =
      List.of("-Xms64m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private final Installation installation;
  private final String name;
  private final Map<String, String> properties;
  private Path folder;
  private Process process;

  /**
   * @param name of its log
   * @param properties besides the data folder, the programs and a short metering window
   */
  PlatformProcess(Installation installation, String name, Map<String, String> properties) {
    this.installation = installation;
    this.name = name;
    this.properties = new TreeMap<>();
    Path data = installation.data();
    this.properties.put("keelson.data", data.toString());
    this.properties.put("keelson.billing.metering-interval", "2S");
    this.properties.put("keelson.billing.storage-interval", "5S");
    program("trainer", "compute-broker/trainer/target/trainer");
    program("djl-worker", "serving-gateway/djl-worker/target/djl-worker");
    program("profiler", "api/profiler/target/profiler");
    this.properties.putAll(properties);
  }

  /** Has it run in this folder, where it may find settings. */
  PlatformProcess in(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  private void program(String program, String path) {
    Path folder = Checkout.program(path, installation.data());
    properties.put("keelson.programs." + program, folder.toString());
  }

  /** Starts it without waiting. */
  PlatformProcess start() throws IOException {
    process = launch(List.of());
    return this;
  }

  /** Brings its database up to date, as the owner, and leaves embedded servers up. */
  PlatformProcess migrate() {
    return run("migrate");
  }

  /** Has it do something else than serve, to its end. */
  PlatformProcess run(String... arguments) {
    try {
      process = launch(List.of(arguments));
      awaitEnd("its start");
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with %d, see %s".formatted(name, process.exitValue(), log()));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process launch(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MEMORY);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-jar", Checkout.application().toString()));
    command.addAll(arguments);
    Files.createDirectories(Checkout.logs());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder == null ? null : folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("KEELSON_"));
    return builder.start();
  }

  /** Waits until it takes requests. */
  PlatformProcess awaitReady() throws Exception {
    return awaitReady(READY_LIMIT);
  }

  PlatformProcess awaitReady(Duration limit) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build()) {
      Patience.until(
          limit,
          name + " is ready",
          () -> "see " + log(),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException(
                  "%s ended with %d, see %s".formatted(name, process.exitValue(), log()));
            }
            return isReady(http) ? Optional.of(true) : Optional.empty();
          });
    }
    return this;
  }

  private boolean isReady(HttpClient http) throws InterruptedException {
    URI health =
        URI.create(
            "http://127.0.0.1:" + properties.get("keelson.management.port") + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(health).timeout(ANSWER_LIMIT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Of one that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL: it gets no chance to put anything in order. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd("SIGKILL");
  }

  /** SIGTERM, as the launcher stops it. */
  void stop() throws InterruptedException {
    terminate();
    awaitEnd("SIGTERM");
  }

  /** SIGTERM, without waiting. */
  void terminate() {
    process.destroy();
  }

  void awaitEnd(String signal) throws InterruptedException {
    if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%s runs %d s after %s, see %s".formatted(name, STOP_LIMIT.toSeconds(), signal, log()));
    }
  }

  Path log() {
    return Checkout.logs().resolve(name + ".log");
  }

  /** Ends it when a test did not come to that. */
  @Override
  public void close() throws InterruptedException {
    if (isAlive()) {
      kill();
    }
  }
}
