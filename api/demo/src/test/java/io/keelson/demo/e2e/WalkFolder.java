package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder that a walk of the guide runs in, with what its language installs there. */
final class WalkFolder {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path MODULE = Checkout.root().resolve("api/demo");
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param name of the language; files of {@code src/test/integrate/<name>} are there
   * @param environment that the guide asks for
   */
  WalkFolder(String name, Map<String, String> environment) throws IOException {
    this.folder = MODULE.resolve("target/integrate").resolve(name);
    this.environment = environment;
    Files.createDirectories(folder);
    Path sources = MODULE.resolve("src/test/integrate").resolve(name);
    if (Files.isDirectory(sources)) {
      try (Stream<Path> files = Files.list(sources)) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** What it wrote to its output; it must end with 0. */
  String run(String... command) throws Exception {
    String program = Path.of(command[0]).getFileName().toString();
    Path output = folder.resolve(program + ".out");
    Path errors = folder.resolve(program + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
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
    String said = Files.readString(output);
    assertThat(process.exitValue())
        .as("%s%n%s%n%s", List.of(command), said, Files.readString(errors))
        .isZero();
    return said;
  }
}
