package io.keelson.demo.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A data folder of one test's own, with a short name that no other process's command, environment
 * or view of the files contains. Closing it ends whatever runs of it, and removes it.
 */
final class Installation implements AutoCloseable {
  private static final long REMOVAL_LIMIT_S = 60;
  private final Path data;
  private final Thread lastResort = new Thread(this::endAndRemove);

  private Installation(Path data) {
    this.data = data;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** Sockets of jobs lie below it, and other accounts pass through it: hence in {@code /tmp}. */
  static Installation create() {
    String name = "k-e2e-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      Path data = Files.createDirectory(Path.of("/tmp", name));
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
      return new Installation(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return data;
  }

  /** What the platform has written down for its callers. */
  Map<String, String> environment() {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(data.resolve("env"))) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("^'|'$", ""));
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders of the jobs and replicas that have not been cleared away. */
  List<Path> jobs() {
    Path jobs = data.resolve("jobs");
    if (!Files.isDirectory(jobs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(jobs)) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve("control"))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that runs of this installation, whoever started it. */
  List<Relative> processes() {
    List<Relative> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(
            process -> Relative.of(process, data.getFileName().toString()).ifPresent(found::add));
    return found;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(lastResort);
    endAndRemove();
  }

  private void endAndRemove() {
    processes().forEach(process -> process.handle().destroyForcibly());
    try {
      new ProcessBuilder("rm", "-rf", "--one-file-system", "--", data.toString())
          .inheritIO()
          .start()
          .waitFor(REMOVAL_LIMIT_S, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
