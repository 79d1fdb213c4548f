package io.keelson.djlworker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the worker serves, and where. Each value comes from its argument, else from a job's
 * environment.
 *
 * @param model a folder with {@code model.onnx} and {@code signature.json}
 * @param socket the Unix socket to listen on, or null
 * @param port the port on 127.0.0.1 to listen on, 0 for any free one, or -1 for none
 * @param predictors how many calls are computed at a time
 */
record Options(
    Path model,
    String name,
    String version,
    Path socket,
    int port,
    int predictors,
    int maxBatchRows) {
  private static final int MAX_SOCKET_PATH_BYTES = 107;
  private static final int MAX_PREDICTORS = 256;
  private static final Set<String> NAMES =
      Set.of("--model", "--name", "--model-version", "--socket", "--port", "--max-batch-rows");

  /**
   * @throws IllegalArgumentException naming the argument, its value and what was expected
   */
  static Options of(String[] arguments, Map<String, String> environment) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            arguments[i] + ": unknown or without a value (expected: one of " + NAMES + ")");
      }
      given.put(arguments[i], arguments[i + 1]);
    }
    String inputs = environment.getOrDefault("KEELSON_INPUTS", "");
    String socket =
        given.getOrDefault("--socket", environment.getOrDefault("KEELSON_REPLICA_SOCKET", ""));
    int port = whole("--port", given.getOrDefault("--port", "-1"), -1, 65_535);
    if (socket.isEmpty() && port < 0) {
      throw new IllegalArgumentException(
          "nowhere to listen (expected: --socket, KEELSON_REPLICA_SOCKET or --port)");
    }
    if (socket.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH_BYTES) {
      throw new IllegalArgumentException(
          "--socket: " + socket + " (expected: at most " + MAX_SOCKET_PATH_BYTES + " bytes)");
    }
    return new Options(
        Path.of(
            needed(
                "--model",
                given.getOrDefault("--model", inputs.isEmpty() ? "" : inputs + "/model"))),
        needed(
            "--name",
            given.getOrDefault("--name", environment.getOrDefault("KEELSON_MODEL_NAME", ""))),
        given.getOrDefault(
            "--model-version", environment.getOrDefault("KEELSON_MODEL_VERSION", "1")),
        socket.isEmpty() ? null : Path.of(socket),
        port,
        predictors(environment.getOrDefault("KEELSON_CPUS", "1")),
        whole("--max-batch-rows", given.getOrDefault("--max-batch-rows", "4096"), 1, 1_000_000));
  }

  /** A lease may hold a part of a processor; a predictor needs a thread of its own all the same. */
  private static int predictors(String cpus) {
    try {
      double number = Double.parseDouble(cpus);
      if (number > 0 && number <= MAX_PREDICTORS) {
        return (int) Math.ceil(number);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "KEELSON_CPUS: " + cpus + " (expected: a number over 0, at most " + MAX_PREDICTORS + ")");
  }

  private static int whole(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        name + ": " + text + " (expected: a whole number from " + min + " to " + max + ")");
  }

  private static String needed(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": missing");
    }
    return value;
  }
}
