package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
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
    return predict(model, null, rows);
  }

  /**
   * The same of an inference that is to be known by this id; by one that the gateway makes for
   * null.
   */
  public Predictions predict(String model, String id, float[][] rows)
      throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (id != null) {
      body.put("id", id);
    }
    body.set("inputs", TensorJson.inputs(rows));
    HttpRequest request =
        request("/v2/models/" + model + "/infer")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> answer = Http.send(http, request, HttpResponse.BodyHandlers.ofString());
    JsonNode json = Json.read(answer.body());
    if (answer.statusCode() != 200) {
      throw new Refused(
          "HTTP " + answer.statusCode(), Json.shown(json.path("error").asText(answer.body())));
    }
    return TensorJson.predictions(json.path("outputs"), rows.length);
  }

  private HttpRequest.Builder request(String path) {
    URI address = addresses.gateway(path);
    return HttpRequest.newBuilder(address)
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + apiKey);
  }
}
