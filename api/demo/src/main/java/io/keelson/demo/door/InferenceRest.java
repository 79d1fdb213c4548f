package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The gateway's REST form, with tensors as JSON. */
public final class InferenceRest implements Inference {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private final HttpClient http;
  private final Addresses addresses;
  private final String apiKey;

  public InferenceRest(HttpClient http, Addresses addresses, String apiKey) {
    this.http = http;
    this.addresses = addresses;
    this.apiKey = apiKey;
  }

  /** Whether the model takes requests now. */
  public boolean isReady(String model) throws IOException, InterruptedException {
    HttpRequest request = request("/v2/models/" + model + "/ready").GET().build();
    return Http.send(http, request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  @Override
  public Predictions predict(String model, float[][] rows)
      throws IOException, InterruptedException {
    HttpRequest request =
        request("/v2/models/" + model + "/infer")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(rows).toString()))
            .build();
    HttpResponse<String> answer = Http.send(http, request, HttpResponse.BodyHandlers.ofString());
    JsonNode json = Json.read(answer.body());
    if (answer.statusCode() != 200) {
      throw new Refused(
          "HTTP " + answer.statusCode(), Json.shown(json.path("error").asText(answer.body())));
    }
    return Predictions.of(floats(json), labels(json), rows.length);
  }

  private HttpRequest.Builder request(String path) {
    URI address = addresses.gateway(path);
    return HttpRequest.newBuilder(address)
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + apiKey);
  }

  private static ObjectNode body(float[][] rows) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode input = body.putArray("inputs").addObject();
    input.put("name", INPUT).put("datatype", "FP32");
    input.putArray("shape").add(rows.length).add(rows[0].length);
    ArrayNode data = input.putArray("data");
    for (float[] row : rows) {
      for (float value : row) {
        data.add(value);
      }
    }
    return body;
  }

  private static float[] floats(JsonNode answer) {
    JsonNode data = data(answer, PROBABILITIES);
    float[] values = new float[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.path(i).floatValue();
    }
    return values;
  }

  private static long[] labels(JsonNode answer) {
    JsonNode data = data(answer, LABEL);
    long[] values = new long[data.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.path(i).asLong();
    }
    return values;
  }

  private static JsonNode data(JsonNode answer, String name) {
    for (JsonNode output : answer.path("outputs")) {
      if (output.path("name").asText().equals(name)) {
        return output.path("data");
      }
    }
    throw new Refused("PROTOCOL", "the answer has no output " + name);
  }
}
