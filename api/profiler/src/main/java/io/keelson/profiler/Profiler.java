package io.keelson.profiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Profiles the files in a folder, which are one table, and writes one JSON object to standard
 * output.
 *
 * <p>{@code Profiler <input folder> <scratch folder> <memory bytes> <threads> <seconds>}
 *
 * <p>Exit 0: {@code {"rows":…,"columns":[…]}}. Exit 3: the files are at fault, exit 6: they are
 * beyond what the profiler takes; both with {@code {"reason":"why"}}. Anything else: no result, no
 * fault of the files, and standard error says why. It ends itself when its time is over, whoever
 * started it being gone or not.
 */
public final class Profiler {
  static final int UNREADABLE = 3;
  private static final int FAILED = 4;
  private static final int TIMED_OUT = 5;
  static final int BEYOND_LIMITS = 6;
  static final int USAGE = 64;

  private Profiler() {}

  public static void main(String[] arguments) {
    if (arguments.length != 5) {
      System.err.println(
          "usage: Profiler <input folder> <scratch folder> <memory bytes> <threads> <seconds>");
      System.exit(USAGE);
    }
    endAfter(Long.parseLong(arguments[4]));
    System.exit(
        run(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]),
            System.out));
  }

  /** What is to be said of a table. */
  @FunctionalInterface
  interface Work {
    void write(Tables tables, OutputStream answer)
        throws IOException, SQLException, Unreadable, BeyondLimits;
  }

  static int run(Path input, Path scratch, long memoryBytes, int threads, OutputStream out) {
    return run(
        input,
        scratch,
        memoryBytes,
        threads,
        List.of(),
        (tables, answer) -> ProfileJson.write(answer, tables),
        out);
  }

  /**
   * Nothing is written before all is known, so that a reason never follows half an answer.
   *
   * @param writable files that the engine may write
   */
  static int run(
      Path input,
      Path scratch,
      long memoryBytes,
      int threads,
      List<Path> writable,
      Work work,
      OutputStream out) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int exit = answer(input, scratch, memoryBytes, threads, writable, work, answer);
    try {
      answer.writeTo(out);
      out.flush();
      return exit;
    } catch (IOException e) {
      System.err.println("the answer could not be handed over: " + e.getMessage());
      return FAILED;
    }
  }

  private static int answer(
      Path input,
      Path scratch,
      long memoryBytes,
      int threads,
      List<Path> writable,
      Work work,
      ByteArrayOutputStream answer) {
    try (Tables tables = Tables.open(files(input), writable, scratch, memoryBytes, threads)) {
      work.write(tables, answer);
      return 0;
    } catch (Unreadable e) {
      return reason(answer, UNREADABLE, e);
    } catch (BeyondLimits e) {
      return reason(answer, BEYOND_LIMITS, e);
    } catch (IOException | SQLException | RuntimeException | OutOfMemoryError e) {
      answer.reset();
      System.err.println(e);
      return FAILED;
    }
  }

  private static int reason(ByteArrayOutputStream answer, int exit, Exception why) {
    answer.reset();
    try {
      ProfileJson.writeReason(answer, why.getMessage());
      return exit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** A native call cannot be interrupted: the process goes. */
  static void endAfter(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Thread.ofPlatform()
        .daemon()
        .name("time-limit")
        .start(
            () -> {
              for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
              }
              System.err.println("took longer than " + seconds + " s");
              Runtime.getRuntime().halt(TIMED_OUT);
            });
  }
}
