package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A batch of rows and the answer to it, as the protocol writes tensors in JSON. */
final class TensorJson {
  private TensorJson() {}

  static ArrayNode inputs(float[][] rows) {
    ArrayNode inputs = Json.MAPPER.createArrayNode();
    ObjectNode input = inputs.addObject();
    input.put("name", Inference.INPUT).put("datatype", "FP32");
    input.putArray("shape").add(rows.length).add(rows[0].length);
    ArrayNode data = input.putArray("data");
    for (float[] row : rows) {
      for (float value : row) {
        data.add(value);
      }
    }
    return inputs;
  }

  static Predictions predictions(JsonNode outputs, int rows) {
    return Predictions.of(floats(outputs), labels(outputs), rows);
  }

  private static float[] floats(JsonNode outputs) {
    JsonNode data = data(outputs, Inference.PROBABILITIES);
    float[] values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.path(i).floatValue();
    }
    return values;
  }

  private static long[] labels(JsonNode outputs) {
    JsonNode data = data(outputs, Inference.LABEL);
    long[] values = new long[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.path(i).asLong();
    }
    return values;
  }

  private static JsonNode data(JsonNode outputs, String name) {
    for (JsonNode output : outputs) {
      if (output.path("name").asText().equals(name)) {
        return output.path("data");
      }
    }
    throw new Refused("PROTOCOL", "the answer has no output " + name);
  }
}
