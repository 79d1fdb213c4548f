package io.keelson.serving.watch.bins;

/** Counts values as they come. For one thread; what several counted merges as {@link BinCounts}. */
public final class BinTally {
  private final Bins bins;
  private final long[] counts;

  public BinTally(Bins bins) {
    this.bins = bins;
    counts = new long[bins.size()];
  }

  /** Where the bins are of categories, a number counts under its text: 3, 3.5. NaN is missing. */
  public void add(double value) {
    counts[
        switch (bins) {
          case NumericBins numeric -> numeric.binOf(value);
          case CategoryBins category -> category.binOf(text(value));
        }]++;
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  /** Where the bins are of numbers, a text is missing. So is null. */
  public void add(String value) {
    counts[
        switch (bins) {
          case NumericBins numeric -> numeric.missing();
          case CategoryBins category -> category.binOf(value);
        }]++;
  }

  public BinCounts counts() {
    return BinCounts.of(bins, counts);
  }
}
