package io.keelson.serving.watch.quality;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.UUID;

/**
 * How an endpoint's predictions are held against labels.
 *
 * @param output whose elements are the predictions
 * @param window of the prediction's time; 1 minute to 7 days, in whole seconds
 * @param horizon how long after its end labels of a window count; 1 minute to 60 days
 * @param labelsDatasetId which labels that are taken become rows of; null for none
 */
public record QualityRule(
    UUID endpointId,
    String output,
    QualityMeasure measure,
    Duration window,
    Duration horizon,
    UUID labelsDatasetId,
    int version) {
  private static final Duration MIN = Duration.ofMinutes(1);
  private static final Duration MAX_WINDOW = Duration.ofDays(7);
  private static final Duration MAX_HORIZON = Duration.ofDays(60);

  /** Where labels go besides: a data set, and the collector that brings them there. */
  public record Collection(UUID datasetId, UUID collectorId) {}

  /**
   * What is wanted.
   *
   * @param expectedVersion null where there is none yet
   */
  public record Wanted(
      UUID endpointId,
      Integer expectedVersion,
      String output,
      QualityMeasure measure,
      Duration window,
      Duration horizon) {
    /**
     * @throws Invalid naming the field
     */
    public Wanted {
      Input.label("input.output", output);
      Input.present("input.measure", measure);
      bounded("input.window", window, MAX_WINDOW);
      bounded("input.horizon", horizon, MAX_HORIZON);
    }

    private static void bounded(String field, Duration value, Duration max) {
      Input.present(field, value);
      if (value.compareTo(MIN) < 0 || value.compareTo(max) > 0 || value.getNano() != 0) {
        throw new Invalid(field, value, MIN + " to " + max + ", in whole seconds");
      }
    }
  }
}
