package io.keelson.demo.door;

import java.io.IOException;

/** One form of the Open Inference Protocol, version 2. */
public interface Inference {
  String INPUT = "features";
  String PROBABILITIES = "probabilities";
  String LABEL = "label";

  /**
   * Asks the model for one batch of rows, in one request.
   *
   * @throws Refused with the door's code
   */
  Predictions predict(String model, float[][] rows) throws IOException, InterruptedException;
}
