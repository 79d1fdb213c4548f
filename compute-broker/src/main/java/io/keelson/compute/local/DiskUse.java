package io.keelson.compute.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a job holds on disk: the allocated blocks of all that its folder names, and of what it has
 * removed and still has open or mapped. Each inode counts once, on the folder's file system only.
 * The job may be changing all of it meanwhile.
 *
 * <p>Left to {@code find}: Java tells neither blocks nor what lies deeper than a path may be long.
 * It prints no names, since those are the job's to choose.
 */
final class DiskUse {
  /** Files and folders that one job may have. */
  static final int MAX_FILES = 200_000;

  /** Files that all processes of one job may have open or mapped together. */
  private static final int MAX_OPEN = 2_000_000;

  /** How long a look may take before it counts as failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final long BLOCK_BYTES = 512;
  private static final long MIB = 1L << 20;
  private static final int DEVICE = 0;
  private static final int INODE = 1;
  private static final int BLOCKS = 2;

  private final long maxBytes;
  private final int maxFiles;
  private final Set<Long> inodes = new HashSet<>();
  private String device;
  private long bytes;
  private int files;
  private int open;

  private DiskUse(long maxBytes, int maxFiles) {
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
  }

  /**
   * Looks; no further than to the first limit that is exceeded.
   *
   * @param pids the job's processes
   * @param maxFiles names of folders count as files too
   * @throws IOException when it cannot be told, also for want of time
   */
  static DiskUse of(Path folder, Set<Long> pids, long maxBytes, int maxFiles) throws IOException {
    DiskUse use = new DiskUse(maxBytes, maxFiles);
    use.find(List.of("find", folder.toString(), "-xdev", "-printf", "%D %i %b\\n"), use::named);
    if (use.device == null) {
      throw new IOException("the job's folder " + folder + " cannot be looked through");
    }
    List<String> tables = tables(pids);
    if (use.limitViolation().isEmpty() && !tables.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("find", "-L"));
      words.addAll(tables);
      words.addAll(List.of("-maxdepth", "1"));
      words.addAll(List.of("-links", "0", "-printf", "%D %i %b\\n", "-o", "-printf", "\\n"));
      use.find(words, use::opened);
    }
    return use;
  }

  long bytes() {
    return bytes;
  }

  /** What it has too much of, in a few words. */
  Optional<String> limitViolation() {
    if (bytes > maxBytes) {
      return Optional.of("too much on disk: limit " + maxBytes / MIB + " MiB");
    }
    if (files > maxFiles) {
      return Optional.of("too many files: limit " + maxFiles);
    }
    return open > MAX_OPEN
        ? Optional.of("too many open and mapped files: limit " + MAX_OPEN)
        : Optional.empty();
  }

  private boolean named(String line) {
    String[] fields = line.split(" ", -1);
    if (device == null) {
      device = fields[DEVICE];
    }
    files++;
    return count(fields);
  }

  private boolean opened(String line) {
    open++;
    return line.isEmpty() ? open <= MAX_OPEN : count(line.split(" ", -1));
  }

  private boolean count(String[] fields) {
    if (fields[DEVICE].equals(device) && inodes.add(Long.parseUnsignedLong(fields[INODE]))) {
      bytes += Long.parseLong(fields[BLOCKS]) * BLOCK_BYTES;
    }
    return limitViolation().isEmpty();
  }

  /**
   * Where the system lists what processes have open: a thread may have a table of its own. What is
   * mapped is listed to root only.
   */
  private static List<String> tables(Set<Long> pids) {
    List<String> tables = new ArrayList<>();
    for (long pid : pids) {
      Path process = Path.of("/proc", Long.toString(pid));
      tables.add(process.resolve("map_files").toString());
      tables.add(process.resolve("exe").toString());
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
        threads.forEach(thread -> tables.add(thread.resolve("fd").toString()));
      } catch (IOException gone) {
        tables.add(process.resolve("fd").toString());
      }
    }
    return tables;
  }

  /** Its exit code says nothing: files and processes go while it looks. */
  private void find(List<String> words, Predicate<String> goOn) throws IOException {
    long startedNanos = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!goOn.test(line)) {
          return;
        }
      }
      if (System.nanoTime() - startedNanos >= PATIENCE.toNanos()) {
        throw new IOException("not counted within " + PATIENCE.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
