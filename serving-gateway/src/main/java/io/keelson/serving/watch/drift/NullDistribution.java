package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.drift.WindowFinding.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a divergence would be by chance, were window and training profile of the same distribution.
 *
 * <p>Where every bin expects {@value #ENOUGH_EXPECTED} rows and more on both sides, it is a {@link
 * ChiSquareNull}. With fewer that approximation calls more drifted than it should: 5 % for 1 %
 * where bins expect ten rows, more in the far tail. There it is simulated by dealing out the rows
 * anew ({@link Reshuffle}), which is exact for any number of rows: a p-value of x or less comes
 * with probability x at most. The simulation goes on while few simulated divergences reach what was
 * seen, after J. Besag and P. Clifford, "Sequential Monte Carlo p-values", Biometrika 78 (1991), so
 * that drift costs more time than none.
 *
 * <p>A simulated p-value is no less than one by the number simulated, which among the tests of many
 * features is too much for any of them. So a hundredth of the level is for the exact {@link
 * BinTail}, which has no such bound: a p-value of x or less still comes with probability x at most,
 * by the sum of both.
 */
final class NullDistribution {
  /**
   * What chance explains.
   *
   * @param quantile what the divergence exceeds by chance with probability alpha
   * @param pValue the probability by chance of a divergence at least as great as that seen
   * @param simulated how many divergences were simulated; 0 where none
   */
  record Tail(double quantile, double pValue, Method method, int simulated) {}

  static final int ENOUGH_EXPECTED = 1_000;

  /** What a test takes at the least: below it nothing is within the usual alpha of 1 %. */
  static final int FEWEST_SIMULATED = 101;

  /** With so many the quantile is worth being shown. */
  static final int ENOUGH_SIMULATED = 999;

  private static final int ENOUGH_GREATER = 10;

  /** How much of the level the exact tail of single bins has; the rest is the simulation's. */
  private static final double EXACT_SHARE = 0.01;

  /** Divergences that are equal in truth differ by rounding. */
  private static final double TIE = 1 - 1e-12;

  private final Divergence divergence;
  private final double alpha;

  NullDistribution(Divergence divergence, double alpha) {
    this.divergence = divergence;
    this.alpha = alpha;
  }

  /**
   * @param leastSimulated also where nothing drifted: {@value #FEWEST_SIMULATED} or more
   * @param mostSimulated bounds the cost: no fewer
   * @param decisive a p-value that is enough whatever the other tests say: where the exact one is
   *     as small, no more is simulated than at the least
   */
  Tail tail(
      long[] reference,
      long[] window,
      double seen,
      int leastSimulated,
      int mostSimulated,
      double decisive,
      long seed) {
    long[] pooled = new long[reference.length];
    Arrays.setAll(pooled, i -> reference[i] + window[i]);
    int bins = nonEmpty(pooled);
    long n = Arrays.stream(reference).sum();
    long m = Arrays.stream(window).sum();
    if (bins < 2) {
      return new Tail(0, 1, Method.CHI_SQUARE, 0);
    }
    Optional<ChiSquareNull> chiSquare = divergence.chiSquareNull();
    if (chiSquare.isPresent() && leastExpected(pooled, n, m) >= ENOUGH_EXPECTED) {
      ChiSquareNull known = chiSquare.get();
      double quantile = known.quantile(alpha, bins, n, m);
      return new Tail(quantile, known.tail(seen, bins, n, m), Method.CHI_SQUARE, 0);
    }
    Reshuffle reshuffle = new Reshuffle(pooled, m, seed);
    if (divergence.needsOrder()) {
      return simulate(reshuffle, pooled.length, seen, leastSimulated, mostSimulated);
    }
    double exact = Math.min(1, BinTail.pValue(reference, window) / EXACT_SHARE);
    int most = exact <= decisive ? leastSimulated : mostSimulated;
    return together(simulate(reshuffle, pooled.length, seen, leastSimulated, most), exact);
  }

  private static Tail together(Tail simulated, double exact) {
    double pValue = Math.min(1, simulated.pValue / (1 - EXACT_SHARE));
    return exact < pValue
        ? new Tail(simulated.quantile, exact, Method.EXACT, simulated.simulated)
        : new Tail(simulated.quantile, pValue, simulated.method, simulated.simulated);
  }

  static int nonEmpty(long[] pooled) {
    return (int) Arrays.stream(pooled).filter(count -> count > 0).count();
  }

  private static double leastExpected(long[] pooled, long n, long m) {
    double least = Arrays.stream(pooled).filter(count -> count > 0).min().orElse(0);
    return least * Math.min(n, m) / (n + m);
  }

  private Tail simulate(Reshuffle reshuffle, int bins, double seen, int least, int most) {
    long[] reference = new long[bins];
    long[] window = new long[bins];
    double[] first = new double[least];
    int greater = 0;
    int simulated = 0;
    while (simulated < least || (greater < ENOUGH_GREATER && simulated < most)) {
      reshuffle.deal(reference, window);
      double byChance = divergence.between(reference, window);
      if (simulated < least) {
        first[simulated] = byChance;
      }
      greater += byChance >= seen * TIE ? 1 : 0;
      simulated++;
    }
    boolean stoppedEarly = simulated > least && greater == ENOUGH_GREATER;
    double pValue =
        stoppedEarly ? (double) greater / simulated : (greater + 1.0) / (simulated + 1.0);
    return new Tail(quantile(first), pValue, Method.RESHUFFLED, simulated);
  }

  private double quantile(double[] values) {
    Arrays.sort(values);
    int rank = (int) Math.ceil((1 - alpha) * (values.length + 1));
    return values[Math.min(rank, values.length) - 1];
  }
}
