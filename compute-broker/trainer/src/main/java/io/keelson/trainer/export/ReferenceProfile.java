package io.keelson.trainer.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.trainer.Json;
import io.keelson.trainer.data.Table;
import io.keelson.trainer.learning.Learning;
import io.keelson.trainer.learning.LinearModel;
import java.util.Arrays;

/**
 * What the training rows looked like, feature by feature, and what the model answers for them: what
 * live traffic is compared with to see drift. Each says in which tensor and column a request or an
 * answer carries it.
 */
final class ReferenceProfile {
  private static final double[] QUANTILES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

  private final Table table;
  private final int[] rows;
  private final Learning learning;
  private final LinearModel model;

  private ReferenceProfile(Table table, Learning learning, LinearModel model) {
    this.table = table;
    this.rows = learning.split().train();
    this.learning = learning;
    this.model = model;
  }

  static ObjectNode of(Table table, Learning learning, LinearModel model) {
    ReferenceProfile profile = new ReferenceProfile(table, learning, model);
    ObjectNode json = Json.MAPPER.createObjectNode().put("rows", profile.rows.length);
    ArrayNode features = json.putArray("features");
    for (int f = 0; f < table.features().size(); f++) {
      profile.describeFeature(features.addObject(), f);
    }
    profile.describePrediction(json.putObject("prediction"));
    return json;
  }

  private void describeFeature(ObjectNode json, int feature) {
    double[] all = Arrays.stream(rows).mapToDouble(row -> table.values()[row][feature]).toArray();
    json.put("name", table.features().get(feature));
    json.put("tensor", OnnxModel.INPUT).put("column", feature);
    describeNumbers(json, all);
  }

  private void describePrediction(ObjectNode json) {
    float[][] answers = new float[rows.length][];
    Arrays.setAll(answers, i -> learning.answer(model, table.values()[rows[i]]));
    if (learning.labels().isEmpty()) {
      json.put("name", OnnxModel.PREDICTION);
      json.put("tensor", OnnxModel.PREDICTION).put("column", 0);
      describeNumbers(json, Arrays.stream(answers).mapToDouble(answer -> answer[0]).toArray());
    } else {
      json.put("name", OnnxModel.LABEL).put("tensor", OnnxModel.LABEL).put("column", 0);
      learning.labels().forEach(json.putArray("labels")::add);
      int[] places =
          Arrays.stream(answers)
              .mapToInt(answer -> learning.labels().indexOf(learning.predicted(answer)))
              .toArray();
      ProfileBins.ofLabels(places, learning.labels().size()).writeTo(json);
    }
  }

  private void describeNumbers(ObjectNode json, double[] all) {
    double[] present = Arrays.stream(all).filter(value -> !Double.isNaN(value)).sorted().toArray();
    json.put("count", present.length).put("missing", all.length - present.length);
    if (present.length > 0) {
      describe(json, present);
    }
    int labels = learning.labels().size();
    int numbers = table.features().size() + (labels == 0 ? 1 : 0);
    ProfileBins.ofNumbers(all, ProfileBins.wanted(numbers, labels)).writeTo(json);
  }

  private static void describe(ObjectNode json, double[] sorted) {
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    json.put("mean", mean)
        .put("deviation", Math.sqrt(squares / sorted.length))
        .put("min", sorted[0])
        .put("max", sorted[sorted.length - 1]);
    ObjectNode quantiles = json.putObject("quantiles");
    for (double share : QUANTILES) {
      quantiles.put(Double.toString(share), quantile(sorted, share));
    }
  }

  /** Linear between the two nearest ranks. */
  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
