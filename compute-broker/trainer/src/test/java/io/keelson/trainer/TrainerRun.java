package io.keelson.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** One training in a job folder of its own: what it was given, and what it left. */
final class TrainerRun {
  final Path inputs;
  final Path outputs;
  final Map<String, String> environment = new HashMap<>();
  final ObjectNode parameters = Json.MAPPER.createObjectNode();
  Duration patience = Duration.ofSeconds(20);
  String out = "";
  String err = "";

  /** A job folder with the wine data and parameters that work. */
  TrainerRun(Path job) throws IOException {
    inputs = Files.createDirectories(job.resolve("inputs"));
    outputs = job.resolve("outputs");
    environment.put("KEELSON_PARAMETERS", job.resolve("parameters.json").toString());
    environment.put("KEELSON_INPUTS", inputs.toString());
    environment.put("KEELSON_OUTPUTS", outputs.toString());
    try (InputStream wine = Objects.requireNonNull(getClass().getResourceAsStream("/wine.csv"))) {
      Files.copy(wine, inputs.resolve("wine.csv"));
    }
    parameters.put("task", "CLASSIFICATION").put("data", "wine.csv").put("target", "class");
  }

  TrainerRun with(Consumer<ObjectNode> change) {
    change.accept(parameters);
    return this;
  }

  int start() throws IOException {
    Files.writeString(Path.of(environment.get("KEELSON_PARAMETERS")), parameters.toString());
    return startAsIs();
  }

  /** Starts on the parameter file that lies there. */
  int startAsIs() {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    int code = new Trainer(environment, stream(stdout), stream(stderr), patience).run();
    out = stdout.toString(StandardCharsets.UTF_8);
    err = stderr.toString(StandardCharsets.UTF_8);
    return code;
  }

  JsonNode json(String output) throws IOException {
    return Json.MAPPER.readTree(outputs.resolve(output).toFile());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
