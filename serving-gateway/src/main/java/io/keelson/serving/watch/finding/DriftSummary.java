package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.DriftVerdict;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * What was found in a window, in short.
 *
 * @param from its first moment
 * @param revision its number
 * @param drifted how many of the features, the prediction among them, have drifted
 * @param features how many there are
 */
public record DriftSummary(
    OffsetDateTime from,
    Duration length,
    int revision,
    long rows,
    DriftVerdict verdict,
    int drifted,
    int features) {
  public OffsetDateTime to() {
    return from.plus(length);
  }
}
