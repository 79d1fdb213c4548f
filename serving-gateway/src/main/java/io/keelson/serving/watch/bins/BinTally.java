package io.keelson.serving.watch.bins;

/** Counts values as they come. For one thread; what several counted merges as {@link BinCounts}. */
public final class BinTally {
  private final Bins bins;
  private final long[] counts;

  public BinTally(Bins bins) {
    this.bins = bins;
    counts = new long[bins.size()];
  }

  /** {@link Bins#binOfNumber}. */
  public void add(double value) {
    counts[bins.binOfNumber(value)]++;
  }

  /** {@link Bins#binOfText}. */
  public void add(String value) {
    counts[bins.binOfText(value)]++;
  }

  public BinCounts counts() {
    return BinCounts.of(bins, counts);
  }
}
