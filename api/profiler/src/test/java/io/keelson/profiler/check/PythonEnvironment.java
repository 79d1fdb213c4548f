package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A Python with some packages of PyPI. What cannot be had leaves a test out, and says why. */
final class PythonEnvironment {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Pattern NOBODY_ANSWERS =
      Pattern.compile(
          "[Cc]onnection broken|Max retries exceeded|[Tt]imed out|HTTP error (?:429|5\\d\\d)");

  private final Path folder;

  private PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder where it is made, and kept for the next time
   * @param minimum such as {@code 3.11}
   */
  static PythonEnvironment make(Path folder, String minimum, Path requirements) throws Exception {
    Files.createDirectories(folder);
    PythonEnvironment made = new PythonEnvironment(folder);
    String version = minimum.replace('.', ',');
    made.require(
        "there is no python3 of at least " + minimum + " with venv (Debian: python3-venv)",
        List.of(
            "python3",
            "-c",
            "import sys, venv, ensurepip; assert sys.version_info >= (" + version + ")"));
    made.require("no environment could be made", List.of("python3", "-m", "venv", "venv"));
    Ended installed =
        made.execute(
            List.of(
                "venv/bin/pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--timeout",
                "20",
                "--retries",
                "3",
                "--only-binary",
                ":all:",
                "--requirement",
                requirements.toAbsolutePath().toString()));
    assumeThat(!installed.isGood() && NOBODY_ANSWERS.matcher(installed.output()).find())
        .as("PyPI does not answer%n%s", installed.output())
        .isFalse();
    assertThat(installed.isGood()).as(installed.output()).isTrue();
    return made;
  }

  /** Runs a program of Python's, which must end with 0. */
  void run(Path program, Path... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("venv/bin/python", program.toAbsolutePath().toString()));
    for (Path argument : arguments) {
      command.add(argument.toAbsolutePath().toString());
    }
    Ended ended = execute(command);
    assertThat(ended.isGood()).as(ended.output()).isTrue();
  }

  private record Ended(boolean isGood, String output) {}

  private void require(String what, List<String> command) throws Exception {
    Ended ended = execute(command);
    assumeThat(ended.isGood()).as("%s%n%s", what, ended.output()).isTrue();
  }

  private Ended execute(List<String> command) throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("GX_ANALYTICS_ENABLED", "false");
    builder.environment().put("HOME", folder.toAbsolutePath().toString());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Ended(false, String.valueOf(e.getMessage()));
    }
    boolean isInTime;
    try {
      isInTime = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    return isInTime
        ? new Ended(process.exitValue() == 0, text)
        : new Ended(false, "Timed out after " + LIMIT + "\n" + text);
  }
}
