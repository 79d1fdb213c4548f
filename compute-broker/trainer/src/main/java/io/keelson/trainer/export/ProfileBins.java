package io.keelson.trainer.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Bins that later values are counted in, and how many of the training rows fell into each. The
 * gateway reads them as they stand: {@code io.keelson.serving.watch.bins} there says the same.
 *
 * <p>Numbers: from minus to plus infinity, each from its lower edge (included) to its upper one
 * (excluded), then one for missing values. Labels: one for each in the order of their text, then
 * one for all others, then one for missing values.
 */
final class ProfileBins {
  /** The most that the gateway takes of all features together. */
  private static final int MAX_BINS = 8_192;

  private static final int MANY = 20;
  private static final int FEW = 10;

  private final double[] edges;
  private final String[] categories;
  private final long[] counts;

  private ProfileBins(double[] edges, String[] categories, long[] counts) {
    this.edges = edges;
    this.categories = categories;
    this.counts = counts;
  }

  /**
   * How many bins a number shall have between minus and plus infinity; fewer come out where values
   * repeat. With more a small move of all values is seen better.
   *
   * @param numbers how many features are numbers, a prediction that is one among them
   * @param labels of a prediction that is none of them; 0 where it is a number
   */
  static int wanted(int numbers, int labels) {
    int others = labels == 0 ? 0 : binsOf(labels);
    return numbers * (MANY + 2) + others <= MAX_BINS ? MANY : FEW;
  }

  private static int binsOf(int labels) {
    return labels + 2;
  }

  /**
   * Bins of about equally many values. A value that fills a whole one by itself, such as the zeros
   * of a sparse feature, gets a bin of its own, so that its going away is seen.
   *
   * @param values NaN is missing
   * @param wanted see {@link #wanted}
   */
  static ProfileBins ofNumbers(double[] values, int wanted) {
    double[] edges = quantileEdges(values, wanted);
    long[] counts = new long[edges.length + 2];
    for (double value : values) {
      counts[binOf(edges, value)]++;
    }
    return new ProfileBins(edges, null, counts);
  }

  private static double[] quantileEdges(double[] values, int wanted) {
    double[] sorted =
        Arrays.stream(values).filter(Double::isFinite).map(value -> value + 0.0).sorted().toArray();
    if (sorted.length == 0) {
      return new double[0];
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
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void ownBin(SortedSet<Double> edges, double value) {
    edges.add(value);
    edges.add(Math.nextUp(value) + 0.0); // -0.0 would compare as less than 0.0
  }

  private static int binOf(double[] edges, double value) {
    if (Double.isNaN(value)) {
      return edges.length + 1;
    }
    int at = Arrays.binarySearch(edges, value + 0.0);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /**
   * @param places of the labels that the model answered, which is how its answers name them
   */
  static ProfileBins ofLabels(int[] places, int labels) {
    String[] categories =
        IntStream.range(0, labels).mapToObj(Integer::toString).sorted().toArray(String[]::new);
    long[] counts = new long[binsOf(labels)];
    for (int place : places) {
      counts[Arrays.binarySearch(categories, Integer.toString(place))]++;
    }
    return new ProfileBins(null, categories, counts);
  }

  void writeTo(ObjectNode json) {
    ObjectNode bins = json.putObject("bins");
    if (categories == null) {
      ArrayNode array = bins.put("kind", "numeric").putArray("edges");
      Arrays.stream(edges).forEach(array::add);
    } else {
      ArrayNode array = bins.put("kind", "category").putArray("categories");
      Arrays.stream(categories).forEach(array::add);
    }
    ArrayNode array = json.putArray("counts");
    Arrays.stream(counts).forEach(array::add);
  }
}
