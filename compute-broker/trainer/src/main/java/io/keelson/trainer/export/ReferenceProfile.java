package io.keelson.trainer.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.trainer.Json;
import io.keelson.trainer.data.Table;
import java.util.Arrays;

/**
 * What the training rows looked like, feature by feature: what live traffic is compared with to see
 * drift.
 */
final class ReferenceProfile {
  private static final int BUCKETS = 10;
  private static final double[] QUANTILES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

  private ReferenceProfile() {}

  static ObjectNode of(Table table, int[] rows) {
    ObjectNode profile = Json.MAPPER.createObjectNode().put("rows", rows.length);
    ArrayNode features = profile.putArray("features");
    for (int f = 0; f < table.features().size(); f++) {
      int feature = f;
      double[] all = Arrays.stream(rows).mapToDouble(row -> table.values()[row][feature]).toArray();
      double[] present =
          Arrays.stream(all).filter(value -> !Double.isNaN(value)).sorted().toArray();
      ObjectNode of = features.addObject().put("name", table.features().get(f));
      of.put("count", present.length).put("missing", all.length - present.length);
      if (present.length > 0) {
        describe(of, present);
      }
    }
    return profile;
  }

  private static void describe(ObjectNode of, double[] sorted) {
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    of.put("mean", mean)
        .put("deviation", Math.sqrt(squares / sorted.length))
        .put("min", min)
        .put("max", max);
    ArrayNode histogram = of.putArray("histogram");
    int[] counts = counts(sorted, min, max);
    double width = (max - min) / BUCKETS;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      ObjectNode entry = histogram.addObject().put("from", min + bucket * width);
      entry
          .put("to", bucket == BUCKETS - 1 ? max : min + (bucket + 1) * width)
          .put("count", counts[bucket]);
    }
    ObjectNode quantiles = of.putObject("quantiles");
    for (double share : QUANTILES) {
      quantiles.put(Double.toString(share), quantile(sorted, share));
    }
  }

  /**
   * Buckets of equal width; the last one holds the largest value too. One value alone fills the
   * first.
   */
  private static int[] counts(double[] sorted, double min, double max) {
    int[] counts = new int[BUCKETS];
    for (double value : sorted) {
      int bucket = max > min ? (int) ((value - min) / (max - min) * BUCKETS) : 0;
      counts[Math.min(BUCKETS - 1, bucket)]++;
    }
    return counts;
  }

  /** Linear between the two nearest ranks. */
  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
