package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.util.UUID;

/**
 * How an endpoint's requests are held against the training profiles of its models, and what became
 * of them.
 *
 * @param share 0 to 1, of inference ids; 0 counts none
 * @param window 10 seconds to 7 days, in whole seconds
 * @param minRows fewer rows of a window are too few to say anything
 * @param counted rows that were counted
 */
public record DriftRule(
    UUID endpointId,
    double share,
    Duration window,
    int minRows,
    long counted,
    Dropped dropped,
    int version) {
  public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);
  public static final int DEFAULT_MIN_ROWS = DriftSettings.DEFAULTS.minRows();
  private static final Duration MIN_WINDOW = Duration.ofSeconds(10);
  private static final Duration MAX_WINDOW = Duration.ofDays(7);
  private static final int LEAST_MIN_ROWS = 30;
  private static final int MOST_MIN_ROWS = 1_000_000;

  /**
   * Requests that were to be counted, and are not.
   *
   * @param noRoom too many waited
   * @param unreadable larger than 256 KiB, or no messages of the protocol
   */
  public record Dropped(long noRoom, long unreadable) {}

  /**
   * What is wanted.
   *
   * @param expectedVersion null where there is none yet
   */
  public record Wanted(
      UUID endpointId, Integer expectedVersion, double share, Duration window, int minRows) {
    /**
     * @throws Invalid naming the field
     */
    public Wanted {
      if (!(share >= 0 && share <= 1)) {
        throw new Invalid("input.share", share, "0 to 1");
      }
      Input.present("input.window", window);
      if (window.compareTo(MIN_WINDOW) < 0
          || window.compareTo(MAX_WINDOW) > 0
          || window.getNano() != 0) {
        throw new Invalid(
            "input.window", window, MIN_WINDOW + " to " + MAX_WINDOW + ", in whole seconds");
      }
      Input.range("input.minRows", minRows, LEAST_MIN_ROWS, MOST_MIN_ROWS);
    }
  }

  /** By what its windows are judged. */
  public DriftSettings settings() {
    return settings(minRows);
  }

  static DriftSettings settings(int minRows) {
    DriftSettings defaults = DriftSettings.DEFAULTS;
    return new DriftSettings(
        defaults.alpha(), defaults.criteria(), minRows, defaults.needed(), defaults.windows());
  }
}
