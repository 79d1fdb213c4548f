package io.keelson.profiler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of {@link Profiler} or {@link Checker} for each table, with a bound on its memory, its
 * time and its disk. It can answer, die, talk nonsense or hang.
 */
final class TableProcess {
  static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int MAX_REASON_BYTES = 64 << 10;
  private static final int MAX_REASON_CHARACTERS = 500;
  private static final int MAX_STDERR_BYTES = 4_096;
  private static final int EXIT_TIMED_OUT = 5;

  /** SIGXCPU: its processor time was used up. */
  private static final int EXIT_OUT_OF_CPU = 128 + 24;

  /** Of the limits or the JVM, before the profiler has seen a byte. */
  private static final Set<Integer> NOT_STARTED = Set.of(1, 126, 127);

  private static final List<String> OUT_OF_MEMORY =
      List.of("Out of Memory", "OutOfMemoryError", "allocate");
  private static final List<String> OUT_OF_DISK =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "File too large",
          "max_temp_directory_size");

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  /**
   * With what it may spill, less than a job may hold on disk: the job would end, with all tables.
   */
  private static final long MAX_FILE_BYTES = 8L << 30;

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path scratch;
  private final long memoryBytes;
  private final int threads;
  private final Duration timeLimit;
  private final List<String> program;

  /** {@link Profiler} as the program. */
  static final String PROFILER = "io.keelson.profiler.Profiler";

  /** {@link Checker} as the program. */
  static final String CHECKER = "io.keelson.profiler.Checker";

  /**
   * @param scratch a folder of ours, which is empty after each table
   * @param memoryBytes the engine's; the JVM around it takes about 200 MB more
   */
  TableProcess(Path scratch, long memoryBytes, int threads, Duration timeLimit, String program) {
    this(
        scratch,
        memoryBytes,
        threads,
        timeLimit,
        List.of("-cp", System.getProperty("java.class.path"), program));
  }

  TableProcess(
      Path scratch, long memoryBytes, int threads, Duration timeLimit, List<String> program) {
    this.scratch = scratch;
    this.memoryBytes = memoryBytes;
    this.threads = threads;
    this.timeLimit = timeLimit;
    this.program = program;
  }

  /**
   * Blocks until it has ended, at most ten seconds longer than its time limit.
   *
   * @param folder with the files of one table
   * @param more words for the program
   * @throws IOException when it could not be started
   */
  TableOutcome run(Path folder, Path... more) throws IOException, InterruptedException {
    Path own = Files.createDirectory(scratch.resolve("table"));
    try {
      return run(folder, own, more);
    } finally {
      delete(own);
    }
  }

  private TableOutcome run(Path folder, Path own, Path... more)
      throws IOException, InterruptedException {
    Path stderr = own.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command(folder, own, more));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", own.toString());
    builder.environment().put("LANG", "C.UTF-8");
    builder.directory(own.toFile()).redirectError(stderr.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    Thread guard = Thread.ofVirtual().name("time-limit").start(() -> endInTime(process));
    try (InputStream out = process.getInputStream()) {
      byte[] answer = out.readNBytes(MAX_ANSWER_BYTES + 1);
      if (answer.length > MAX_ANSWER_BYTES) {
        return new TableOutcome.Limited(
            "has a profile of more than " + MAX_ANSWER_BYTES + " bytes");
      }
      return outcome(process.waitFor(), answer, stderr);
    } finally {
      kill(process);
      guard.interrupt();
    }
  }

  private List<String> command(Path folder, Path own, Path... more) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(PRLIMIT)) {
      words.add(PRLIMIT.toString());
      words.addAll(
          List.of(
              "--core=0",
              "--fsize=" + MAX_FILE_BYTES,
              "--cpu=" + (threads + 1) * timeLimit.toSeconds()));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:ActiveProcessorCount=" + threads,
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + own));
    words.addAll(program);
    words.addAll(
        List.of(
            folder.toString(),
            own.toString(),
            Long.toString(memoryBytes),
            Integer.toString(threads),
            Long.toString(timeLimit.toSeconds())));
    for (Path word : more) {
      words.add(word.toString());
    }
    return words;
  }

  private void endInTime(Process process) {
    try {
      if (!process.waitFor(timeLimit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
      }
    } catch (InterruptedException e) {
      // The process has ended before its time.
    }
  }

  /** What it has started may hold its output open. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private TableOutcome outcome(int exit, byte[] answer, Path stderr) throws IOException {
    try {
      switch (exit) {
        case 0:
          requireOneObject(answer);
          return new TableOutcome.Answered(answer);
        case Profiler.UNREADABLE:
          return new TableOutcome.Unreadable(reason(answer));
        case Profiler.BEYOND_LIMITS:
          return new TableOutcome.Limited(reason(answer));
        default:
          break;
      }
    } catch (IOException e) {
      return new TableOutcome.Failed(
          "the profiler's answer could not be read", String.valueOf(e.getMessage()));
    }
    String said = beginning(stderr);
    return new TableOutcome.Failed(why(exit, said), "it ended with " + exit + ": " + said);
  }

  /** It becomes a part of a line as it is. */
  private static void requireOneObject(byte[] answer) throws IOException {
    for (byte one : answer) {
      if (one == '\n' || one == '\r') {
        throw new IOException("more than one line");
      }
    }
    try (JsonParser json = new JsonFactory().createParser(answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      json.skipChildren();
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IOException("more than one JSON object, or less");
      }
    }
  }

  private static String reason(byte[] answer) throws IOException {
    if (answer.length > MAX_REASON_BYTES) {
      throw new IOException("a reason of " + answer.length + " bytes");
    }
    String reason = JSON.readTree(answer).path("reason").asText();
    if (reason.isBlank()) {
      throw new IOException("no reason");
    }
    return reason.substring(0, Math.min(MAX_REASON_CHARACTERS, reason.length()));
  }

  private String why(int exit, String said) {
    if (NOT_STARTED.contains(exit)) {
      return "the profiler did not start";
    }
    if (exit == EXIT_TIMED_OUT || exit == EXIT_OUT_OF_CPU) {
      return "took longer than " + timeLimit.toSeconds() + " s";
    }
    if (OUT_OF_MEMORY.stream().anyMatch(said::contains)) {
      return "needs more memory than the profiler has, " + memoryBytes + " bytes";
    }
    if (OUT_OF_DISK.stream().anyMatch(said::contains)) {
      return "needs more disk than the profiler found";
    }
    return "the profiler ended without a result";
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_STDERR_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  /** Links are removed, not followed. */
  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
