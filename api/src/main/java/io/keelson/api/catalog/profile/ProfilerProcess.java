package io.keelson.api.catalog.profile;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of the profiler over a folder with one table. It can answer, die, talk nonsense or hang;
 * it cannot do more.
 */
final class ProfilerProcess {
  static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int MAX_COMPLAINT_BYTES = 4_096;
  private static final int EXIT_UNREADABLE = 3;
  private static final int EXIT_TIMED_OUT = 5;
  private static final int EXIT_BEYOND_LIMITS = 6;

  /** SIGXCPU: its processor time was used up. */
  private static final int EXIT_OUT_OF_CPU = 128 + 24;

  /**
   * Of the sandbox or the JVM, before the profiler has seen a byte: the profiler itself has other
   * ones.
   */
  private static final Set<Integer> NOT_STARTED = Set.of(1, 126, 127);

  private static final List<String> OUT_OF_MEMORY =
      List.of("Out of Memory", "OutOfMemoryError", "allocate");
  private static final List<String> OUT_OF_DISK =
      List.of("No space left on device", "Disk quota exceeded", "max_temp_directory_size");

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ProfilerConfig config;
  private final ProfilerSandbox sandbox;
  private final ProfilerProgram program;
  private final AtomicReference<Process> running = new AtomicReference<>();

  ProfilerProcess(ProfilerConfig config) {
    this.config = config;
    this.sandbox = new ProfilerSandbox(config);
    this.program = new ProfilerProgram(config);
  }

  boolean ownAccount() {
    return sandbox.ownAccount();
  }

  /**
   * Blocks until it has ended, at most ten seconds longer than its time limit.
   *
   * @return a fault of the files only where the profiler itself says so of them
   * @throws IOException when it could not be started: no fault of the files
   */
  ProfileOutcome run(Path folder) throws IOException {
    Path complaints = folder.resolve("complaints");
    ProcessBuilder builder = new ProcessBuilder(sandbox.command(folder, program.folder()));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", "/nonexistent");
    builder.directory(folder.toFile()).redirectError(complaints.toFile());
    Process process = builder.start();
    running.set(process);
    process.getOutputStream().close();
    Thread guard = Thread.ofVirtual().name("profiler-time-limit").start(() -> endInTime(process));
    try (InputStream out = process.getInputStream()) {
      byte[] answer = out.readNBytes(MAX_ANSWER_BYTES + 1);
      if (answer.length > MAX_ANSWER_BYTES) {
        return new ProfileOutcome.Limited(
            "has a profile of more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return outcome(process.waitFor(), answer, complaints);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProfileOutcome.Failed("the platform was stopped", "interrupted");
    } finally {
      kill(process);
      running.set(null);
      guard.interrupt();
    }
  }

  /** Ends a run in progress, which then has failed. */
  void stop() {
    Process process = running.get();
    if (process != null) {
      kill(process);
    }
  }

  private void endInTime(Process process) {
    try {
      if (!process.waitFor(config.timeLimit().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
      }
    } catch (InterruptedException e) {
      // The process has ended before its time.
    }
  }

  /** The sandbox's own process would leave its children. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private ProfileOutcome outcome(int exit, byte[] answer, Path complaints) throws IOException {
    try {
      switch (exit) {
        case 0:
          return ProfileDocument.read(new JsonObject(Buffer.buffer(answer)));
        case EXIT_UNREADABLE:
          return new ProfileOutcome.Unreadable(reason(answer));
        case EXIT_BEYOND_LIMITS:
          return new ProfileOutcome.Limited(reason(answer));
        default:
          break;
      }
    } catch (RuntimeException e) {
      return new ProfileOutcome.Failed(
          "the profiler's answer could not be read", String.valueOf(e.getMessage()));
    }
    String detail = beginning(complaints);
    if (NOT_STARTED.contains(exit)) {
      throw new IOException("the profiler did not start: " + detail);
    }
    return new ProfileOutcome.Failed(why(exit, detail), "it ended with " + exit + ": " + detail);
  }

  private static String reason(byte[] answer) {
    String reason = new JsonObject(Buffer.buffer(answer)).getString("reason");
    return TableRows.cut(Objects.requireNonNull(reason, "no reason"));
  }

  /** In words that name no folder of ours. */
  private String why(int exit, String detail) {
    if (exit == EXIT_TIMED_OUT || exit == EXIT_OUT_OF_CPU) {
      return "took longer than " + config.timeLimit().toSeconds() + " s";
    }
    if (OUT_OF_MEMORY.stream().anyMatch(detail::contains)) {
      return "needs more memory than the profiler has, " + config.memoryBytes() + " bytes";
    }
    if (OUT_OF_DISK.stream().anyMatch(detail::contains)) {
      return "needs more disk than the profiler found";
    }
    return "the profiler ended without a result";
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_COMPLAINT_BYTES), StandardCharsets.UTF_8).strip();
    }
  }
}
