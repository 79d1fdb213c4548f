package io.keelson.trainer.export;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.keelson.trainer.Json;
import io.keelson.trainer.Parameters;
import io.keelson.trainer.data.Table;
import io.keelson.trainer.learning.Learning;
import io.keelson.trainer.learning.LinearModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a finished training leaves: the model, what goes in and out of it, how well it does, and on
 * what it was fed.
 */
public final class Outputs {
  private static final ObjectWriter JSON = Json.MAPPER.writerWithDefaultPrettyPrinter();

  private final Parameters parameters;
  private final Table table;
  private final Learning learning;
  private final LinearModel model;

  public Outputs(Parameters parameters, Table table, Learning learning, LinearModel model) {
    this.parameters = parameters;
    this.table = table;
    this.learning = learning;
    this.model = model;
  }

  /**
   * Writes {@code model.onnx}, {@code signature.json}, {@code evaluation.json}, {@code
   * predictions.csv} and {@code reference-profile.json}.
   */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean labels = !learning.labels().isEmpty();
    Files.write(
        folder.resolve("model.onnx"),
        labels ? OnnxModel.classifier(model) : OnnxModel.regressor(model));
    write(folder.resolve("signature.json"), signature());
    write(folder.resolve("evaluation.json"), evaluation());
    write(folder.resolve("reference-profile.json"), ReferenceProfile.of(table, learning, model));
    writePredictions(folder.resolve("predictions.csv"));
  }

  private ObjectNode signature() {
    ObjectNode signature = Json.MAPPER.createObjectNode();
    ObjectNode input =
        tensor(signature.putArray("inputs"), OnnxModel.INPUT, "FP32", table.features().size());
    table.features().forEach(input.putArray("columns")::add);
    ArrayNode outputs = signature.putArray("outputs");
    if (learning.labels().isEmpty()) {
      tensor(outputs, OnnxModel.PREDICTION, "FP32", 1).putArray("columns").add(parameters.target());
    } else {
      ObjectNode probabilities =
          tensor(outputs, OnnxModel.PROBABILITIES, "FP32", learning.labels().size());
      learning.labels().forEach(probabilities.putArray("labels")::add);
      tensor(outputs, OnnxModel.LABEL, "INT64", 0);
    }
    return signature;
  }

  private static ObjectNode tensor(ArrayNode list, String name, String datatype, int columns) {
    ObjectNode tensor = list.addObject().put("name", name).put("datatype", datatype);
    ArrayNode shape = tensor.putArray("shape").add(-1);
    if (columns > 0) {
      shape.add(columns);
    }
    return tensor;
  }

  private ObjectNode evaluation() {
    ObjectNode report = Json.MAPPER.createObjectNode().put("task", parameters.task().name());
    report.put("target", parameters.target()).put("seed", parameters.seed());
    report
        .put("trainRows", learning.split().train().length)
        .put("testRows", learning.split().test().length);
    learning.measure(model, learning.split().test()).forEach(report::put);
    ObjectNode train = report.putObject("train");
    learning.measure(model, learning.split().train()).forEach(train::put);
    learning.evaluate(model, report);
    return report;
  }

  /**
   * A line per held-out row: its number in the source (from 1, after the header), the values as
   * fed, what was expected and what the model answers. Numbers are the shortest text that reads
   * back as the same single-precision value.
   */
  private void writePredictions(Path file) throws IOException {
    List<String> header = new ArrayList<>(List.of("row"));
    header.addAll(table.features());
    header.addAll(List.of("expected", "predicted"));
    learning.labels().forEach(label -> header.add("probability:" + label));
    try (SequenceWriter out =
        new CsvMapper().writerFor(List.class).writeValues(Files.newBufferedWriter(file))) {
      out.write(header);
      for (int row : learning.split().test()) {
        float[] answer = learning.answer(model, table.values()[row]);
        List<String> line = new ArrayList<>(List.of(Integer.toString(row + 1)));
        addAll(line, table.values()[row]);
        line.addAll(List.of(table.targets()[row], learning.predicted(answer)));
        if (!learning.labels().isEmpty()) {
          addAll(line, answer);
        }
        out.write(line);
      }
    }
  }

  private static void addAll(List<String> line, float[] values) {
    for (float value : values) {
      line.add(Float.toString(value));
    }
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(json) + "\n", StandardCharsets.UTF_8);
  }
}
