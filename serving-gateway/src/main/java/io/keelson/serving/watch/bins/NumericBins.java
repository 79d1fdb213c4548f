package io.keelson.serving.watch.bins;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Bins of a number: from minus to plus infinity, each from its lower edge (included) to its upper
 * one (excluded), and one for missing values.
 */
public final class NumericBins implements Bins {
  static final String KIND = "numeric";

  private final double[] edges;

  private NumericBins(double[] edges) {
    this.edges = edges;
  }

  /**
   * @param edges finite and ascending, each greater than the one before; may be empty
   */
  public static NumericBins ofEdges(double... edges) {
    if (edges.length + 2 > MAX_BINS) {
      throw new IllegalArgumentException(
          "edges: %d (expected: <= %d)".formatted(edges.length, MAX_BINS - 2));
    }
    double[] own = new double[edges.length];
    for (int i = 0; i < edges.length; i++) {
      own[i] = edges[i] + 0.0; // -0.0 would compare as less than 0.0
      if (!Double.isFinite(own[i]) || (i > 0 && own[i] <= own[i - 1])) {
        throw new IllegalArgumentException(
            "edge %d: %s (expected: finite and greater than the one before)".formatted(i, own[i]));
      }
    }
    return new NumericBins(own);
  }

  /**
   * Bins that hold about equally many of a sample. A value that fills a whole bin by itself, such
   * as the zeros of a sparse feature, gets a bin of its own, so that its going away is seen.
   *
   * @param sample the training values; what is not finite is passed over
   * @param wanted how many bins between minus and plus infinity; fewer come out where values repeat
   */
  public static NumericBins quantiles(double[] sample, int wanted) {
    if (wanted < 2 || wanted > MAX_BINS / 2) {
      throw new IllegalArgumentException(
          "bins: %d (expected: 2 to %d)".formatted(wanted, MAX_BINS / 2));
    }
    double[] sorted =
        Arrays.stream(sample).filter(Double::isFinite).map(value -> value + 0.0).sorted().toArray();
    if (sorted.length == 0) {
      return ofEdges();
    }
    SortedSet<Double> edges = new TreeSet<>();
    double previous = Double.NaN;
    for (int i = 1; i < wanted; i++) {
      double edge = sorted[(int) ((long) i * sorted.length / wanted)];
      if (edge == previous) {
        ownBin(edges, edge);
      } else if (edge > sorted[0]) {
        edges.add(edge);
      }
      previous = edge;
    }
    if (sorted[0] == sorted[sorted.length - 1]) {
      ownBin(edges, sorted[0]);
    }
    return ofEdges(edges.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void ownBin(SortedSet<Double> edges, double value) {
    edges.add(value);
    if (Math.nextUp(value) < Double.POSITIVE_INFINITY) {
      edges.add(Math.nextUp(value) + 0.0);
    }
  }

  /** The bin of a value; NaN is missing. */
  public int binOf(double value) {
    if (Double.isNaN(value)) {
      return missing();
    }
    int at = Arrays.binarySearch(edges, value + 0.0);
    return at >= 0 ? at + 1 : -at - 1;
  }

  public double[] edges() {
    return edges.clone();
  }

  @Override
  public int size() {
    return edges.length + 2;
  }

  @Override
  public JsonObject toJson() {
    JsonArray array = new JsonArray();
    for (double edge : edges) {
      array.add(edge);
    }
    return new JsonObject().put("kind", KIND).put("edges", array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumericBins bins && Arrays.equals(edges, bins.edges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
