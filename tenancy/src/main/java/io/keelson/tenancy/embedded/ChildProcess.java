package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server as a child in a session of its own, so that it outlives the platform and a restarted
 * platform can adopt it. Its output goes to a file and its identity to a pid file, which the child
 * writes itself before it becomes the server: a crash in between leaves no server without one.
 */
final class ChildProcess {

  private static final long LOG_LIMIT_BYTES = 16L << 20;
  private static final int LOG_TAIL_BYTES = 2_000;
  static final Duration POLL = Duration.ofMillis(50);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private static final String RECORD_AND_EXEC =
      """
      stat=$(cat /proc/$$/stat) && set_fields() { start=${20}; } && set_fields ${stat##*) } \
      && umask 077 && printf '%s %s\\n' "$$" "$start" > "$0.new" && mv "$0.new" "$0" \
      && umask 022 && exec "$@"
      """;

  private final String name;
  private final Path pidFile;
  private final Path log;

  ChildProcess(String name, DataFolder folder) {
    this.name = name;
    this.pidFile = folder.pidFile(name);
    this.log = folder.log(name);
  }

  /** The server that was started last, when that very process still runs. */
  Optional<ProcessIdentity> current() {
    return ProcessIdentity.recorded(pidFile).filter(ProcessIdentity::isRunning);
  }

  /** Starts the command; it has its identity recorded when this returns. */
  ProcessIdentity start(List<String> command, Map<String, String> environment, Path folder) {
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("setsid", "sh", "-c", RECORD_AND_EXEC, pidFile.toString()));
    whole.addAll(command);
    try {
      keepLogBounded();
      Files.deleteIfExists(pidFile);
      ProcessBuilder builder =
          new ProcessBuilder(whole)
              .directory(folder.toFile())
              .redirectInput(new java.io.File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // A server has no business with what the platform's environment holds.
      builder.environment().keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "TZ"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      while (process.isAlive()) {
        Optional<ProcessIdentity> recorded = ProcessIdentity.recorded(pidFile);
        if (recorded.isPresent()) {
          return recorded.get();
        }
        pause(POLL);
      }
      return ProcessIdentity.recorded(pidFile).orElseThrow(() -> died("ended at once"));
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot start " + name, e);
    }
  }

  /**
   * Sends the signal, waits, and kills when the patience is over. Nothing to do when it is down.
   */
  void stop(String signal, Duration patience) {
    Optional<ProcessIdentity> running = current();
    if (running.isEmpty()) {
      return;
    }
    running.get().signal(signal);
    if (!awaitEnd(running.get(), patience)) {
      running.get().signal("KILL");
      if (!awaitEnd(running.get(), KILL_PATIENCE)) {
        throw new EmbeddedServerException(
            "%s (process %d) does not end, not even by SIGKILL"
                .formatted(name, running.get().pid()));
      }
    }
  }

  /** An exception that ends with what the server said last. */
  EmbeddedServerException died(String what) {
    return new EmbeddedServerException(
        "%s %s. Its log %s ends with:%n%s".formatted(name, what, log, tail()));
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      int size = (int) Math.min(LOG_TAIL_BYTES, file.length());
      byte[] bytes = new byte[size];
      file.seek(file.length() - size);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      return "(no log)";
    }
  }

  private void keepLogBounded() throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Path old = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean awaitEnd(ProcessIdentity process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (process.isRunning()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while waiting for a server", e);
    }
  }
}
