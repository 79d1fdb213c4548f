package io.keelson.api.catalog.metric;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a batch says about each of its keys, so that one row per key is written and not one per
 * measurement.
 */
final class BatchSummary {

  /** One measurement, with what the caller left out filled in. */
  record Measured(String key, double value, long step, OffsetDateTime at) {}

  /**
   * A key in the batch: its latest measurement, and its extremes among the finite ones (null
   * without any).
   */
  static final class OfKey {
    private Measured latest;
    private Double min;
    private Double max;
    private long points;

    private void add(Measured measured) {
      points++;
      if (latest == null || !isBefore(measured, latest)) {
        latest = measured;
      }
      if (Double.isFinite(measured.value())) {
        min = min == null ? measured.value() : Math.min(min, measured.value());
        max = max == null ? measured.value() : Math.max(max, measured.value());
      }
    }

    /** Of two with the same step and time, the one logged later counts as later. */
    private static boolean isBefore(Measured one, Measured other) {
      return one.step() < other.step()
          || (one.step() == other.step() && one.at().isBefore(other.at()));
    }

    Measured latest() {
      return latest;
    }

    Double min() {
      return min;
    }

    Double max() {
      return max;
    }

    long points() {
      return points;
    }
  }

  private final Map<String, OfKey> keys = new LinkedHashMap<>();

  private BatchSummary() {}

  static BatchSummary of(List<Measured> batch) {
    BatchSummary summary = new BatchSummary();
    for (Measured measured : batch) {
      summary.keys.computeIfAbsent(measured.key(), key -> new OfKey()).add(measured);
    }
    return summary;
  }

  /** In the order in which they first appear. */
  Map<String, OfKey> keys() {
    return keys;
  }

  /**
   * Parameters of the statement that writes them, after tenant, run and batch: one array a column.
   */
  Object[] columns(UUID tenantId, UUID runId, int batch) {
    int n = keys.size();
    String[] names = new String[n];
    Double[] values = new Double[n];
    Long[] steps = new Long[n];
    OffsetDateTime[] times = new OffsetDateTime[n];
    Double[] mins = new Double[n];
    Double[] maxes = new Double[n];
    Long[] points = new Long[n];
    int i = 0;
    for (Map.Entry<String, OfKey> key : keys.entrySet()) {
      OfKey of = key.getValue();
      names[i] = key.getKey();
      values[i] = of.latest().value();
      steps[i] = of.latest().step();
      times[i] = of.latest().at();
      mins[i] = of.min();
      maxes[i] = of.max();
      points[i] = of.points();
      i++;
    }
    return new Object[] {tenantId, runId, batch, names, values, steps, times, mins, maxes, points};
  }
}
