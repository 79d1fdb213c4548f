package io.keelson.bench.measure;

import io.keelson.bench.CannotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the system. */
public final class Tool {
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin", "/sbin");

  private Tool() {}

  /**
   * @param debianPackage what to install when it is missing
   * @throws CannotRun when no such program is on the PATH or in the system's folders
   */
  public static String find(String name, String debianPackage) {
    List<String> folders = new ArrayList<>(FOLDERS);
    folders.addAll(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
    for (String folder : folders) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program) && !Files.isDirectory(program)) {
        return program.toString();
      }
    }
    throw new CannotRun(name + " is missing (Debian package " + debianPackage + ")");
  }

  public static String run(Duration limit, List<String> command) {
    return run(limit, Map.of(), command);
  }

  /**
   * Its output, standard error included, once it has ended with 0.
   *
   * @throws IllegalStateException with the output when it ends otherwise or takes longer
   */
  public static String run(Duration limit, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("keelson-bench", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        String text = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
          String why = ended ? "ended with " + process.exitValue() : "ran longer than " + limit;
          throw new IllegalStateException(command.getFirst() + " " + why + ":\n" + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.getFirst() + " could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
