package io.keelson.api.alert.rule;

import java.time.Duration;
import java.time.Instant;

/**
 * How a rule stands.
 *
 * @param since when it came to this status
 * @param hasFired since it was last {@code OK} or {@code RESOLVED}
 */
public record AlertState(AlertStatus status, Instant since, boolean hasFired) {
  static AlertState ok(Instant since) {
    return new AlertState(AlertStatus.OK, since, false);
  }

  /** The state after one more look; this one where nothing changes. */
  AlertState after(Observation seen, double threshold, Duration lasting, Instant at) {
    AlertStatus next = next(seen, threshold, lasting, at);
    if (next == status || next.isOver() && status.isOver()) {
      return this;
    }
    boolean fired = next == AlertStatus.FIRING || hasFired && !next.isOver();
    return new AlertState(next, at, fired);
  }

  private AlertStatus next(Observation seen, double threshold, Duration lasting, Instant at) {
    if (seen.value() == null) {
      return AlertStatus.NO_DATA;
    }
    if (seen.value() <= threshold) {
      return hasFired ? AlertStatus.RESOLVED : AlertStatus.OK;
    }
    return switch (status) {
      case FIRING -> AlertStatus.FIRING;
      case PENDING ->
          Duration.between(since, at).compareTo(lasting) >= 0
              ? AlertStatus.FIRING
              : AlertStatus.PENDING;
      case NO_DATA -> hasFired || lasting.isZero() ? AlertStatus.FIRING : AlertStatus.PENDING;
      case OK, RESOLVED -> lasting.isZero() ? AlertStatus.FIRING : AlertStatus.PENDING;
    };
  }
}
