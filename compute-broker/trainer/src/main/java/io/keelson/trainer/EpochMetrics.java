package io.keelson.trainer;

import io.keelson.trainer.learning.Learning;
import io.keelson.trainer.learning.LinearModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one epoch came to, on the training rows and on those held out. */
record EpochMetrics(String main, Map<String, Double> train, Map<String, Double> heldOut) {

  static EpochMetrics of(Learning learning, LinearModel model) {
    return new EpochMetrics(
        learning.mainMeasure(),
        learning.measure(model, learning.split().train()),
        learning.measure(model, learning.split().test()));
  }

  /** {@code train.loss}, and {@code train.accuracy} and {@code test.accuracy} or their like. */
  Map<String, Double> perEpoch() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train.loss", trainLoss());
    metrics.put("train." + main, train.get(main));
    metrics.put("test." + main, heldOutMain());
    return metrics;
  }

  /** The metrics of an epoch and every held-out measure: what the last step reports. */
  Map<String, Double> all() {
    Map<String, Double> metrics = perEpoch();
    heldOut.forEach((measure, value) -> metrics.put("test." + measure, value));
    return metrics;
  }

  double trainLoss() {
    return train.get("loss");
  }

  double heldOutMain() {
    return heldOut.get(main);
  }

  boolean isFinite() {
    return all().values().stream().allMatch(Double::isFinite);
  }
}
