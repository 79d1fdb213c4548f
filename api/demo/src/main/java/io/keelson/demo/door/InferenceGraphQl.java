package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** The API's own predictions, which go through the gateway as the caller. */
public final class InferenceGraphQl implements Inference {
  private static final String PREDICT =
      "mutation ($input: PredictInput!) { predict(input: $input) { latencyMs outputs } }";
  private final GraphQlClient api;
  private final String endpointId;

  public InferenceGraphQl(GraphQlClient api, String endpointId) {
    this.api = api;
    this.endpointId = endpointId;
  }

  @Override
  public Predictions predict(String model, float[][] rows)
      throws IOException, InterruptedException {
    JsonNode answer =
        api.mutate(PREDICT, Map.of("endpointId", endpointId, "inputs", TensorJson.inputs(rows)));
    return TensorJson.predictions(answer.path("outputs"), rows.length);
  }
}
