package io.keelson.djlworker;

import com.google.protobuf.ByteString;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferInputTensor;
import io.keelson.djlworker.protocol.ModelInferResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The model and predictions that the trainer left after learning the wine data. */
final class Wine {
  static final int FEATURES = 13;
  static final int LABELS = 3;

  /** A held-out row as fed, and the trainer's own answer. */
  record Prediction(float[] features, String label, float[] probabilities) {}

  private Wine() {}

  static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(Wine.class.getResource("/wine")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Prediction> predictions() {
    try {
      List<Prediction> predictions = new ArrayList<>();
      for (String line :
          Files.readAllLines(folder().resolve("predictions.csv")).stream().skip(1).toList()) {
        String[] cells = line.split(",");
        predictions.add(
            new Prediction(floats(cells, 1, FEATURES), cells[15], floats(cells, 16, LABELS)));
      }
      return predictions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelInferRequest.Builder raw(float[]... rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return request(rows.length, null).addRawInputContents(ByteString.copyFrom(bytes.flip()));
  }

  static ModelInferRequest.Builder typed(float[]... rows) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float[] row : rows) {
      for (float value : row) {
        contents.addFp32Contents(value);
      }
    }
    return request(rows.length, contents.build());
  }

  static float[][] rawProbabilities(ModelInferResponse response) {
    ByteBuffer bytes =
        response.getRawOutputContents(0).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[][] rows = new float[bytes.remaining() / (LABELS * Float.BYTES)][LABELS];
    for (float[] row : rows) {
      for (int i = 0; i < LABELS; i++) {
        row[i] = bytes.getFloat();
      }
    }
    return rows;
  }

  static InferInputTensor.Builder input(long rows) {
    return InferInputTensor.newBuilder()
        .setName("features")
        .setDatatype("FP32")
        .addShape(rows)
        .addShape(FEATURES);
  }

  private static ModelInferRequest.Builder request(int rows, InferTensorContents contents) {
    InferInputTensor.Builder input = input(rows);
    if (contents != null) {
      input.setContents(contents);
    }
    return ModelInferRequest.newBuilder().setModelName("wine").setId("request-1").addInputs(input);
  }

  private static float[] floats(String[] cells, int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.parseFloat(cells[from + i]);
    }
    return values;
  }
}
