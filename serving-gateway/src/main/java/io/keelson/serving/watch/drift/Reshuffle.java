package io.keelson.serving.watch.drift;

import java.util.SplittableRandom;

/**
 * Deals the rows of two counts out anew: the same rows together, the same number to each, which row
 * to which by chance. If both are samples of one distribution, what was seen is as likely as any
 * other dealing, whatever that distribution is and however few rows there are.
 *
 * <p>No library that we know draws hypergeometric numbers other than by searching the cumulative
 * probabilities from one end. This starts at the mode, so that a draw takes about as many steps as
 * the standard deviation.
 */
final class Reshuffle {
  /** Above it a draw is a normal one, set right for skewness: its error is of the order of 1e-4. */
  private static final double MAX_EXACT_DEVIATION = 100;

  private final long[] pooled;
  private final long rows;
  private final long windowRows;
  private final SplittableRandom random;

  Reshuffle(long[] pooled, long windowRows, long seed) {
    this.pooled = pooled;
    this.windowRows = windowRows;
    rows = sum(pooled);
    random = new SplittableRandom(seed);
  }

  /** Fills both with the next dealing. */
  void deal(long[] reference, long[] window) {
    long left = rows;
    long toDeal = windowRows;
    for (int i = 0; i < pooled.length; i++) {
      window[i] = hypergeometric(pooled[i], left, toDeal);
      reference[i] = pooled[i] - window[i];
      left -= pooled[i];
      toDeal -= window[i];
    }
  }

  /** How many of {@code marked} are among {@code drawn} of {@code all}. */
  private long hypergeometric(long marked, long all, long drawn) {
    long least = Math.max(0, drawn - (all - marked));
    long most = Math.min(marked, drawn);
    if (least == most) {
      return least;
    }
    double share = (double) marked / all;
    double left = (double) (all - drawn) / all;
    double mean = drawn * share;
    double deviation = Math.sqrt(mean * (1 - share) * left * all / Math.max(1, all - 1));
    if (deviation <= MAX_EXACT_DEVIATION) {
      return fromMode(marked, all, drawn, least, most);
    }
    double skewness = (1 - 2 * share) * (2 * left - 1) / deviation;
    double z = random.nextGaussian();
    double moved = mean + deviation * (z + skewness / 6 * (z * z - 1));
    return Math.clamp(Math.round(moved), least, most);
  }

  private long fromMode(long marked, long all, long drawn, long least, long most) {
    long mode = Math.clamp((long) ((marked + 1.0) * (drawn + 1.0) / (all + 2.0)), least, most);
    double atMode =
        Math.exp(
            LogChoose.of(marked, mode)
                + LogChoose.of(all - marked, drawn - mode)
                - LogChoose.of(all, drawn));
    long others = all - marked - drawn;
    double u = random.nextDouble() - atMode;
    long below = mode;
    long above = mode;
    double atBelow = atMode;
    double atAbove = atMode;
    while (u >= 0 && (below > least || above < most)) {
      if (above < most) {
        atAbove *=
            (marked - above)
                * (double) (drawn - above)
                / ((above + 1) * (double) (others + above + 1));
        above++;
        u -= atAbove;
        if (u < 0) {
          return above;
        }
      }
      if (below > least) {
        atBelow *=
            below
                * (double) (others + below)
                / ((marked - below + 1) * (double) (drawn - below + 1));
        below--;
        u -= atBelow;
        if (u < 0) {
          return below;
        }
      }
    }
    return mode;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
