package io.keelson.djlworker.scoring;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model that answers rows of numbers with the probabilities of labels. */
final class Classifier implements AutoCloseable {
  private static final int BATCH_ROWS = 1_024;
  private static final String ENGINE = "OnnxRuntime";
  private static final String FILE = "model.onnx";
  private final Model model;
  private final Columns signature;

  private Classifier(Model model, Columns signature) {
    this.model = model;
    this.signature = signature;
  }

  /**
   * What a signature says of a classifier.
   *
   * @param input the tensor that goes in
   * @param columns what goes in, in this order
   * @param output the tensor of probabilities
   * @param labels what they are of, in this order
   */
  record Columns(String input, List<String> columns, String output, List<String> labels) {}

  /**
   * @throws CannotScore unless the signature in the model's folder names the columns of its one
   *     input and the labels of an output
   */
  static Columns signature(Path folder) throws CannotScore, IOException {
    String name = folder.getFileName().toString();
    try {
      JsonObject signature =
          JsonParser.parseString(Files.readString(folder.resolve("signature.json")))
              .getAsJsonObject();
      JsonArray inputs = signature.getAsJsonArray("inputs");
      JsonObject probabilities = with("labels", signature.getAsJsonArray("outputs"));
      JsonObject features = with("columns", inputs);
      if (inputs == null || inputs.size() != 1 || features == null || probabilities == null) {
        throw new CannotScore(
            "the signature of the " + name + " names no columns and labels: it cannot be scored");
      }
      return new Columns(
          features.get("name").getAsString(),
          texts(features.getAsJsonArray("columns")),
          probabilities.get("name").getAsString(),
          texts(probabilities.getAsJsonArray("labels")));
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw new CannotScore(
          "the signature of the %s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  /**
   * @throws CannotScore unless its signature says enough, and the engine can load it
   */
  static Classifier load(Path folder) throws CannotScore, IOException {
    Columns signature = signature(folder);
    String name = folder.getFileName().toString();
    Model model = Model.newInstance(name, Device.cpu(), ENGINE);
    try {
      model.load(folder, FILE);
      return new Classifier(model, signature);
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new CannotScore("the " + name + " cannot be loaded: " + e.getMessage());
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  private static JsonObject with(String field, JsonArray tensors) {
    if (tensors != null) {
      for (JsonElement tensor : tensors) {
        if (tensor.getAsJsonObject().has(field)) {
          return tensor.getAsJsonObject();
        }
      }
    }
    return null;
  }

  private static List<String> texts(JsonArray array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.getAsString()));
    return List.copyOf(texts);
  }

  /** The most probable label of each row, in their order. */
  List<String> answers(UnseenRows rows) throws CannotScore, IOException {
    List<String> answers = new ArrayList<>(rows.count());
    try (Predictor<float[][], float[]> predictor = model.newPredictor(new Probabilities())) {
      rows.inBatches(
          signature.columns(), BATCH_ROWS, batch -> answers.addAll(answers(predictor, batch)));
    } catch (EngineException e) {
      throw failed(e);
    }
    return answers;
  }

  private List<String> answers(Predictor<float[][], float[]> predictor, float[][] batch)
      throws CannotScore {
    List<String> labels = signature.labels();
    float[] probabilities;
    try {
      probabilities = predictor.predict(batch);
    } catch (TranslateException e) {
      throw failed(e);
    }
    if (probabilities.length != batch.length * labels.size()) {
      throw new CannotScore(
          "%d probabilities for %d rows (expected: one for each of %d labels)"
              .formatted(probabilities.length, batch.length, labels.size()));
    }
    List<String> answers = new ArrayList<>(batch.length);
    for (int row = 0; row < batch.length; row++) {
      answers.add(labels.get(greatest(probabilities, row * labels.size())));
    }
    return answers;
  }

  private static CannotScore failed(Exception e) {
    return new CannotScore("the model fails on the rows: " + e.getMessage());
  }

  private int greatest(float[] probabilities, int from) {
    int greatest = 0;
    for (int label = 1; label < signature.labels().size(); label++) {
      if (probabilities[from + label] > probabilities[from + greatest]) {
        greatest = label;
      }
    }
    return greatest;
  }

  @Override
  public void close() {
    model.close();
  }

  private final class Probabilities implements NoBatchifyTranslator<float[][], float[]> {
    @Override
    public NDList processInput(TranslatorContext context, float[][] rows) {
      NDManager manager = context.getNDManager();
      FloatBuffer values = FloatBuffer.allocate(rows.length * signature.columns().size());
      for (float[] row : rows) {
        values.put(row);
      }
      NDArray tensor =
          manager.create(values.flip(), new Shape(rows.length, signature.columns().size()));
      tensor.setName(signature.input());
      return new NDList(tensor);
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList answers) {
      for (NDArray answer : answers) {
        if (signature.output().equals(answer.getName())) {
          return answer.toFloatArray();
        }
      }
      throw new IllegalStateException("the model gives no output " + signature.output());
    }
  }
}
