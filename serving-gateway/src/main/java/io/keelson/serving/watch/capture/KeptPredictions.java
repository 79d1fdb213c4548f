package io.keelson.serving.watch.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a kept inference said: the elements of one output, as far as its row has them. */
final class KeptPredictions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptPredictions() {}

  /** None where the endpoint has no rule, or the output is not there, redacted or shortened. */
  static List<Prediction> of(CapturedCall<CaptureSettings> call, CaptureRow row)
      throws IOException {
    String output = call.settings().prediction();
    if (output == null) {
      return List.of();
    }
    List<Prediction> predictions = new ArrayList<>();
    JsonNode json = JSON.readTree(row.bytes(), row.from(), row.to() - row.from());
    for (JsonNode element : json.path("outputs").path(output).path("data")) {
      if (predictions.size() == Prediction.MAX_ITEMS) {
        break;
      }
      predictions.add(
          new Prediction(
              call.inferenceId(),
              predictions.size(),
              call.source().revision(),
              call.at(),
              element.asText(),
              call.settings().ruleVersion()));
    }
    return predictions;
  }
}
