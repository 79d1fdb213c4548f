package io.keelson.serving.watch.bins;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/**
 * How many values fell into each bin. Counts of several gateways and hours merge in any order and
 * grouping to the same counts, as long as they are of the same bins.
 */
public final class BinCounts {
  private final Bins bins;
  private final long[] counts;

  private BinCounts(Bins bins, long[] counts) {
    this.bins = bins;
    this.counts = counts;
  }

  public static BinCounts none(Bins bins) {
    return new BinCounts(bins, new long[bins.size()]);
  }

  /**
   * @param counts one for each bin, 0 or more
   */
  public static BinCounts of(Bins bins, long... counts) {
    if (counts.length != bins.size()) {
      throw new IllegalArgumentException(
          "counts: %d (expected: one for each of %d bins)".formatted(counts.length, bins.size()));
    }
    long total = 0;
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("count: %d (expected: >= 0)".formatted(count));
      }
      total = Math.addExact(total, count);
    }
    return new BinCounts(bins, counts.clone());
  }

  /**
   * @throws IllegalArgumentException where the other counts are of other bins
   */
  public BinCounts merge(BinCounts other) {
    requireSameBins(other);
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> Math.addExact(counts[i], other.counts[i]));
    return of(bins, sums);
  }

  /**
   * @throws IllegalArgumentException where the other counts are of other bins
   */
  public void requireSameBins(BinCounts other) {
    if (!bins.equals(other.bins)) {
      throw new IllegalArgumentException(
          "bins: %s (expected: %s)".formatted(other.bins.fingerprint(), bins.fingerprint()));
    }
  }

  public Bins bins() {
    return bins;
  }

  public long total() {
    return Arrays.stream(counts).sum();
  }

  public long[] counts() {
    return counts.clone();
  }

  public JsonObject toJson() {
    JsonArray array = new JsonArray();
    for (long count : counts) {
      array.add(count);
    }
    return new JsonObject().put("bins", bins.fingerprint()).put("counts", array);
  }

  /**
   * @throws IllegalArgumentException where the text is not of counts of these bins
   */
  public static BinCounts fromJson(Bins bins, JsonObject json) {
    try {
      String named = json.getString("bins");
      if (!bins.fingerprint().equals(named)) {
        throw new IllegalArgumentException(
            "bins: %s (expected: %s)".formatted(named, bins.fingerprint()));
      }
      return of(bins, json.getJsonArray("counts").stream().mapToLong(BinCounts::whole).toArray());
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("not a description of counts", e);
    }
  }

  private static long whole(Object value) {
    return switch (value) {
      case Integer count -> count;
      case Long count -> count;
      case null, default ->
          throw new IllegalArgumentException(
              "count: %s (expected: a whole number)".formatted(value));
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinCounts that
        && bins.equals(that.bins)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * bins.hashCode() + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return toJson().encode();
  }
}
