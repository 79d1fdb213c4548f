package io.keelson.bench.measure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that a benchmark starts beside itself; closing it ends it. */
public final class Child implements AutoCloseable {
  private static final long POLL_MS = 20;
  private static final long STOP_PATIENCE_MS = 5_000;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  public static Child start(Path log, List<String> command) throws IOException {
    return start(log, command, Map.of(), Path.of("").toAbsolutePath());
  }

  /**
   * @param environment beside what this process has
   */
  public static Child start(
      Path log, List<String> command, Map<String, String> environment, Path workingFolder)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.directory(workingFolder.toFile()).environment().putAll(environment);
    return new Child(builder.start(), log);
  }

  /** The same Java and class path as this process, pinned to one core. */
  public static List<String> javaOnCore(int core, String taskset, String... options) {
    List<String> command = new ArrayList<>(List.of(taskset, "-c", "" + core));
    command.addAll(java(options));
    return command;
  }

  /** Likewise, on any core. */
  public static List<String> java(String... options) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    return command;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code taskset} becomes the program it starts, so that this is the program's own. */
  public long pid() {
    return process.pid();
  }

  /**
   * @throws IllegalStateException with its output when it ends or does not listen in time
   */
  public void awaitListening(int port, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        String output = Files.exists(log) ? Files.readString(log) : "";
        String why = process.isAlive() ? "does not listen on port " + port : "has ended";
        throw new IllegalStateException("child " + why + ":\n" + output);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
