package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Short commands that are waited for. */
final class Commands {

  private Commands() {}

  /** What a command said on both streams, and how it ended. */
  record Result(int exitCode, String output) {}

  static Result run(List<String> command) {
    return run(command, Map.of());
  }

  static Result run(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while running " + command.getFirst(), e);
    }
  }

  /**
   * @throws EmbeddedServerException with what the command said, when it does not end with 0
   */
  static void require(String what, List<String> command, Map<String, String> environment) {
    Result result = run(command, environment);
    if (result.exitCode() != 0) {
      throw new EmbeddedServerException(
          "%s failed with exit code %d: %s"
              .formatted(what, result.exitCode(), result.output().strip()));
    }
  }
}
