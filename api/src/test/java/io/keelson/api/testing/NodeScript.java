package io.keelson.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program under {@code src/test/node}, run with the packages that its lock file names. */
public final class NodeScript {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path SOURCES = Path.of("src", "test", "node");
  private final Path folder;

  /**
   * @param name its folder's
   */
  public NodeScript(String name) throws IOException {
    this.folder = Path.of("target", "node", name).toAbsolutePath();
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** What it wants and this machine lacks. */
  public static Optional<String> missing() {
    return Stream.of("node", "npm")
        .filter(program -> !isOnPath(program))
        .findFirst()
        .map(program -> program + " is not on the PATH");
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /** The last line that it wrote. */
  public String run(String file, Map<String, String> environment) throws Exception {
    exec("install.log", Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    Path said = exec(file + ".log", environment, "node", file);
    List<String> lines = Files.readAllLines(said);
    assertThat(lines).as("output of " + file).isNotEmpty();
    return lines.getLast();
  }

  private Path exec(String log, Map<String, String> environment, String... command)
      throws Exception {
    Path output = folder.resolve(log);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("%s ended within %s", List.of(command), LIMIT)
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as("%s: %s", List.of(command), Files.readString(output))
        .isZero();
    return output;
  }
}
