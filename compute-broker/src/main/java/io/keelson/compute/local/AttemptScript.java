package io.keelson.compute.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The wrapper of every attempt: {@code attempt.sh}, which says what it does. */
final class AttemptScript {
  private static final String NAME = "attempt.sh";

  private AttemptScript() {}

  /** Puts it into the data folder; wrappers that run keep reading the one they began with. */
  static Path install(Path dataFolder) throws IOException {
    Path fresh = Files.createTempFile(dataFolder, NAME, ".new");
    try (InputStream script = AttemptScript.class.getResourceAsStream(NAME)) {
      Files.copy(script, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.move(fresh, dataFolder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of a stream so many bytes from its beginning. */
  static String first(long bytes) {
    return "first:" + bytes;
  }

  /** Of a stream so many bytes to its end, and up to an eighth more. */
  static String last(long bytes) {
    return "last:" + bytes;
  }

  /**
   * By what an attempt is bounded, whoever looks after it.
   *
   * @param startBy by the boot clock: nothing of it is to start later
   * @param tombstone where it exists, nothing of the attempt is to start
   * @param kept how much of each of its two streams is kept, as {@link #first} or {@link #last} say
   *     it
   * @param limit how long it may run, or null
   * @param grace how long it then has to end by itself
   */
  record Bounds(Duration startBy, Path tombstone, String kept, Duration limit, Duration grace) {}

  /**
   * Starts it in a session of its own; nobody waits for it, since its end is read from its files.
   * It runs with the platform's rights and so has nothing of the job's in its environment.
   */
  static void start(
      Path script, JobFolder folder, Bounds bounds, Cgroups.Group group, Sandbox.Line line)
      throws IOException {
    Files.write(folder.control().resolve("arguments"), line.arguments());
    List<String> words = new ArrayList<>(List.of("setsid", "/bin/sh", script.toString()));
    words.addAll(List.of("--start-by", Long.toString(bounds.startBy().toMillis())));
    words.addAll(List.of("--tomb", bounds.tombstone().toString()));
    if (bounds.limit() != null) {
      words.addAll(List.of("--limit-ms", Long.toString(bounds.limit().toMillis())));
      words.addAll(List.of("--grace-ms", Long.toString(bounds.grace().toMillis())));
    }
    if (line.sandboxed()) {
      words.add("--spare-head");
    }
    words.add(folder.control().toString());
    words.add(bounds.kept());
    words.add(group.endFile().map(Path::toString).orElse("-"));
    words.add(group.oomFile().map(Path::toString).orElse("-"));
    group.procsFiles().forEach(file -> words.add(file.toString()));
    words.add("--");
    words.addAll(line.words());
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.control().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder
        .redirectErrorStream(true)
        .redirectOutput(folder.control().resolve("wrapper.log").toFile());
    builder.start();
  }
}
