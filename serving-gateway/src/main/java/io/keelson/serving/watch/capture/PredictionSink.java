package io.keelson.serving.watch.capture;

import io.keelson.serving.watch.quality.Predictions.Prediction;
import java.util.List;
import java.util.UUID;

/** Where what kept inferences said waits for its labels. May block, and never on an event loop. */
@FunctionalInterface
public interface PredictionSink {
  /** Keeps nothing. */
  PredictionSink NONE = (tenantId, endpointId, predictions) -> {};

  /**
   * Keeps those that are not there.
   *
   * @throws RuntimeException when it may work later
   */
  void keep(UUID tenantId, UUID endpointId, List<Prediction> predictions);
}
