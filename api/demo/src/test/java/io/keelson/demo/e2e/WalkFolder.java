package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder that a walk of the guide runs in, with what its language installs there. */
final class WalkFolder {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PREPARATION_LIMIT = Duration.ofMinutes(3);

  /** What pip and npm write of a registry that nobody reaches, or that cannot answer for now. */
  private static final Pattern NOBODY_ANSWERS =
      Pattern.compile(
          "[Cc]onnection broken|Max retries exceeded|[Tt]imed out|HTTP error (?:429|5\\d\\d)"
              + "|\\b(?:EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH"
              + "|ETIMEDOUT|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|E429|E5\\d\\d)\\b");

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

  /**
   * How a program ended.
   *
   * @param exitCode null of one that was ended because its time was over
   */
  private record Ended(List<String> command, Integer exitCode, String output, String errors) {
    boolean isGood() {
      return exitCode != null && exitCode == 0;
    }

    boolean isWithoutRegistry() {
      return exitCode == null || (exitCode != 0 && NOBODY_ANSWERS.matcher(errors).find());
    }
  }

  /**
   * Fetches what a walk stands on, with a second try. That a registry does not answer is no fault
   * of the walk: then its test is left out, and says why. Whatever else goes wrong fails it.
   */
  void prepare(String... command) throws Exception {
    Ended ended = execute(PREPARATION_LIMIT, command);
    if (!ended.isGood()) {
      ended = execute(PREPARATION_LIMIT, command);
    }
    assumeThat(ended.isWithoutRegistry())
        .as(
            "%s: no registry answered, or not within %s%n%s",
            ended.command(), PREPARATION_LIMIT, ended.errors())
        .isFalse();
    assertGood(PREPARATION_LIMIT, ended);
  }

  /** Leaves the test out when the program does not end with 0. */
  void require(String what, String... command) throws Exception {
    Ended ended = execute(PREPARATION_LIMIT, command);
    assumeThat(ended.isGood()).as("%s%n%s", what, ended.errors()).isTrue();
  }

  /** What it wrote to its output; it must end with 0. */
  String run(String... command) throws Exception {
    Ended ended = execute(LIMIT, command);
    assertGood(LIMIT, ended);
    return ended.output();
  }

  private static void assertGood(Duration limit, Ended ended) {
    assertThat(ended.exitCode()).as("%s ended within %s", ended.command(), limit).isNotNull();
    assertThat(ended.exitCode())
        .as("%s%n%s%n%s", ended.command(), ended.output(), ended.errors())
        .isZero();
  }

  private Ended execute(Duration limit, String... command) throws Exception {
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
    boolean isInTime;
    try {
      isInTime = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(
        List.of(command),
        isInTime ? process.exitValue() : null,
        Files.readString(output),
        Files.readString(errors));
  }
}
