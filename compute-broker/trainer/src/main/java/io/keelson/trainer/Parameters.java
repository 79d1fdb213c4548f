package io.keelson.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.keelson.trainer.learning.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The job's parameters, checked.
 *
 * @param data a file, or a folder that holds one file, below the job's inputs; empty means the
 *     inputs themselves
 * @param features the columns to learn from, in the order the model takes them; empty means all but
 *     the target
 * @param l2 the weight decay added to each step, per unit of weight
 * @param testFraction the share of rows held out of the training
 */
public record Parameters(
    Task task,
    String data,
    String target,
    List<String> features,
    int epochs,
    double learningRate,
    int batchSize,
    double l2,
    long seed,
    double testFraction,
    Optimizer optimizer) {

  /** What is learned: a label, or a number. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION
  }

  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_FEATURES = 10_000;
  private static final Set<String> NAMES =
      new LinkedHashSet<>(
          List.of(
              "task",
              "data",
              "target",
              "features",
              "epochs",
              "learningRate",
              "batchSize",
              "l2",
              "seed",
              "testFraction",
              "optimizer"));

  /**
   * Reads and checks the parameters.
   *
   * @throws InvalidInput when the file is no JSON object, names an unknown parameter or holds a
   *     value out of bounds
   */
  public static Parameters read(Path file) throws InvalidInput {
    JsonNode json = parse(file);
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!NAMES.contains(field.getKey())) {
        throw new InvalidInput(
            field.getKey(), field.getValue(), "one of the names " + String.join(", ", NAMES));
      }
    }
    String target = text(json, "target", null);
    return new Parameters(
        choice(json, "task", Task.class, null),
        text(json, "data", ""),
        target,
        features(json, target),
        (int) whole(json, "epochs", 50, 1, 10_000),
        number(json, "learningRate", 0.1, 1e-9, 10),
        (int) whole(json, "batchSize", 16, 1, 65_536),
        number(json, "l2", 0, 0, 10),
        whole(json, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
        number(json, "testFraction", 0.25, 0.01, 0.9),
        choice(json, "optimizer", Optimizer.class, Optimizer.ADAGRAD));
  }

  /** The values in force, defaults included, as a run's parameters. */
  public Map<String, String> asRunParameters() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("task", task.name());
    values.put("target", target);
    values.put("optimizer", optimizer.name().toLowerCase(Locale.ROOT));
    values.put("epochs", Integer.toString(epochs));
    values.put("learningRate", Double.toString(learningRate));
    values.put("batchSize", Integer.toString(batchSize));
    values.put("l2", Double.toString(l2));
    values.put("seed", Long.toString(seed));
    values.put("testFraction", Double.toString(testFraction));
    return values;
  }

  private static JsonNode parse(Path file) throws InvalidInput {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new InvalidInput(
            "KEELSON_PARAMETERS", file, "a file of at most " + MAX_FILE_BYTES + " bytes");
      }
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      if (json == null || !json.isObject()) {
        throw new InvalidInput("KEELSON_PARAMETERS", file, "a JSON object");
      }
      return json;
    } catch (IOException e) {
      throw new InvalidInput("KEELSON_PARAMETERS", file, "a readable JSON file");
    }
  }

  private static List<String> features(JsonNode json, String target) throws InvalidInput {
    JsonNode value = given(json, "features");
    if (value.isMissingNode()) {
      return List.of();
    }
    String expected =
        "a list of 1 to " + MAX_FEATURES + " different column names without the target";
    if (!value.isArray() || value.isEmpty() || value.size() > MAX_FEATURES) {
      throw new InvalidInput("features", value, expected);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : value) {
      if (!name.isTextual() || name.asText().equals(target) || names.contains(name.asText())) {
        throw new InvalidInput("features", name, expected);
      }
      names.add(name.asText());
    }
    return List.copyOf(names);
  }

  private static String text(JsonNode json, String name, String fallback) throws InvalidInput {
    JsonNode value = given(json, name);
    if (value.isMissingNode() && fallback != null) {
      return fallback;
    }
    boolean usable =
        value.isTextual() && !value.asText().isBlank() && value.asText().length() <= MAX_NAME_CHARS;
    if (!usable || value.asText().chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInput(
          name, shown(value), "a text of 1 to " + MAX_NAME_CHARS + " characters");
    }
    return value.asText();
  }

  private static long whole(JsonNode json, String name, long fallback, long min, long max)
      throws InvalidInput {
    JsonNode value = given(json, name);
    if (value.isMissingNode()) {
      return fallback;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < min || value.asLong() > max) {
      throw new InvalidInput(name, value, "a whole number from " + min + " to " + max);
    }
    return value.asLong();
  }

  private static double number(JsonNode json, String name, double fallback, double min, double max)
      throws InvalidInput {
    JsonNode value = given(json, name);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
      throw new InvalidInput(name, value, "a number from " + min + " to " + max);
    }
    return value.asDouble();
  }

  private static <E extends Enum<E>> E choice(JsonNode json, String name, Class<E> type, E fallback)
      throws InvalidInput {
    JsonNode value = given(json, name);
    if (value.isMissingNode() && fallback != null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.isTextual() && constant.name().equalsIgnoreCase(value.asText())) {
        return constant;
      }
    }
    throw new InvalidInput(
        name, shown(value), "one of " + Arrays.toString(type.getEnumConstants()));
  }

  /** An explicit null means the same as leaving the parameter out. */
  private static JsonNode given(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private static Object shown(JsonNode value) {
    return value.isMissingNode() ? null : value;
  }
}
