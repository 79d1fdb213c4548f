package io.keelson.serving.watch.drift;

/**
 * How improbable it is by chance that any bin is as far from what it expects as the furthest is.
 * How many of a bin's rows are in the window is hypergeometric where the rows were dealt out by
 * chance; of each bin the tail is bounded from above, and the least is taken for as many as there
 * are (Bonferroni). A p-value of x or less comes with probability x at most, for any number of
 * rows, and none is too small to be told: nothing is drawn.
 *
 * <p>It sees what breaks, such as a column that is missing from now on or is all in a few bins; of
 * a small move of all bins it sees little.
 */
final class BinTail {
  private BinTail() {}

  /**
   * @return 0 to 1
   */
  static double pValue(long[] reference, long[] window) {
    long all = 0;
    long drawn = 0;
    int bins = 0;
    for (int i = 0; i < reference.length; i++) {
      all += reference[i] + window[i];
      drawn += window[i];
      bins += reference[i] + window[i] > 0 ? 1 : 0;
    }
    double least = 1;
    for (int i = 0; i < reference.length; i++) {
      if (reference[i] + window[i] > 0) {
        least = Math.min(least, ofBin(reference[i] + window[i], all, drawn, window[i]));
      }
    }
    return Math.min(1, bins * least);
  }

  /**
   * Both sides: twice the bound of the side that was seen. Away from its mode the terms of the
   * distribution fall faster than those of the geometric series of its first two.
   */
  private static double ofBin(long marked, long all, long drawn, long seen) {
    long others = all - marked - drawn;
    double above =
        (double) (marked - seen) / (seen + 1) * ((double) (drawn - seen) / (others + seen + 1));
    double below =
        (double) seen / (marked - seen + 1) * ((double) (others + seen) / (drawn - seen + 1));
    double ratio = Math.min(above, below);
    if (ratio >= 1) {
      return 1;
    }
    double logProbability =
        LogChoose.of(marked, seen)
            + LogChoose.of(all - marked, drawn - seen)
            - LogChoose.of(all, drawn);
    return Math.min(1, 2 * Math.exp(logProbability) / (1 - ratio));
  }
}
