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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of the profiler over a folder of tables. It can answer, die, talk nonsense or hang; it
 * cannot do more.
 */
final class ProfilerProcess {
  static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int MAX_COMPLAINT_BYTES = 4_096;
  private static final int EXIT_REJECTED = 3;

  /**
   * Of the sandbox or the JVM, before the profiler has seen a byte: the profiler itself has other
   * ones.
   */
  private static final Set<Integer> NOT_STARTED = Set.of(1, 126, 127);

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
   * @return rejected only where the profiler itself says so of the files
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
        return new ProfileOutcome.Failed(
            "the profiler said more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return outcome(process.waitFor(), answer, complaints);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProfileOutcome.Failed("interrupted");
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

  private static ProfileOutcome outcome(int exit, byte[] answer, Path complaints)
      throws IOException {
    try {
      if (exit == 0) {
        return ProfileDocument.read(new JsonObject(Buffer.buffer(answer)));
      }
      if (exit == EXIT_REJECTED) {
        return new ProfileOutcome.Rejected(
            new JsonObject(Buffer.buffer(answer)).getString("rejected", "unreadable"));
      }
    } catch (RuntimeException e) {
      return new ProfileOutcome.Failed("the profiler's answer is no profile: " + e.getMessage());
    }
    if (NOT_STARTED.contains(exit)) {
      throw new IOException("the profiler did not start: " + beginning(complaints));
    }
    return new ProfileOutcome.Failed(
        "the profiler ended with " + exit + ": " + beginning(complaints));
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_COMPLAINT_BYTES), StandardCharsets.UTF_8).strip();
    }
  }
}
