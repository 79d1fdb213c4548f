package io.keelson.serving.watch.tally;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A window of a revision that rows are counted in.
 *
 * @param from its first moment, in seconds since 1970
 * @param revision its number
 */
record TalliedWindow(UUID endpointId, long from, int seconds, int revision, UUID modelVersionId) {
  /** All who write several take their rows in it. */
  static final Comparator<TalliedWindow> ORDER =
      Comparator.comparing(TalliedWindow::endpointId)
          .thenComparingLong(TalliedWindow::from)
          .thenComparingInt(TalliedWindow::seconds)
          .thenComparingInt(TalliedWindow::revision);

  static TalliedWindow of(UUID endpointId, Instant at, int revision, DriftTarget target) {
    int seconds = target.windowSeconds();
    long from = Math.floorDiv(at.getEpochSecond(), (long) seconds) * seconds;
    return new TalliedWindow(endpointId, from, seconds, revision, target.modelVersionId());
  }

  Instant begins() {
    return Instant.ofEpochSecond(from);
  }

  Instant ends() {
    return begins().plus(Duration.ofSeconds(seconds));
  }
}
