package io.keelson.serving.watch.quality;

import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * How well a revision did in a time.
 *
 * @param from the first moment of the predictions
 * @param revision its number
 * @param predictions that were kept of it
 * @param labels how many of these have one that can be compared
 * @param value null without labels, as the bounds of its 95 % interval are
 * @param high null where one label is all there is of a mean, too
 * @param isFrozen whether labels that still come count no more
 */
public record QualityWindow(
    OffsetDateTime from,
    Duration length,
    int revision,
    QualityMeasure measure,
    long predictions,
    long labels,
    Double value,
    Double low,
    Double high,
    boolean isFrozen) {
  /** The share of the predictions that have a label. */
  public double coverage() {
    return predictions == 0 ? 0 : (double) labels / predictions;
  }
}
