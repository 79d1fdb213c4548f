package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.WindowFinding.Tested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Streams of three windows after a training profile of their own, whose bins are frozen at its
 * quantiles as in earnest. How many rows of a window fall into each bin is drawn by the bins'
 * probabilities, which is the same as to draw the rows. The judge simulates as few divergences as
 * it does where features are many.
 */
record DriftSimulation(DriftSettings settings, int referenceRows, int windowRows, double shift) {
  private static final int WINDOWS = 3;
  private static final int BINS = 20;

  /**
   * @param windows in which anything was called drifted
   * @param tests of all windows whose p-value by itself is within alpha
   * @param verdicts streams in which the verdict on any feature is drifted
   */
  record Shares(double windows, double tests, double verdicts) {}

  /** What was found in one stream. */
  private record Found(int windows, int above, int tests, int verdicts) {
    private Found plus(Found other) {
      return new Found(
          windows + other.windows,
          above + other.above,
          tests + other.tests,
          verdicts + other.verdicts);
    }
  }

  /**
   * @param windows how many to simulate, rounded up to whole streams
   */
  Shares run(int windows, long seed) {
    int streams = (windows + WINDOWS - 1) / WINDOWS;
    DriftJudge judge =
        new DriftJudge(
            settings, DriftJudge.draws(Duration.ofHours(1)), NullDistribution.FEWEST_SIMULATED);
    Found found =
        IntStream.range(0, streams)
            .parallel()
            .mapToObj(stream -> find(judge, new SplittableRandom(seed * 1_000_003 + stream)))
            .reduce(new Found(0, 0, 0, 0), Found::plus);
    return new Shares(
        found.windows / (streams * (double) WINDOWS),
        found.above / (double) found.tests,
        found.verdicts / (double) streams);
  }

  private Found find(DriftJudge judge, SplittableRandom random) {
    List<FeatureVerdict> verdicts = judge(judge, random);
    boolean anyDrifted = verdicts.stream().anyMatch(of -> of.verdict() == DriftVerdict.DRIFTED);
    Found found = new Found(0, 0, 0, anyDrifted ? 1 : 0);
    for (int window = 0; window < WINDOWS; window++) {
      int at = window;
      List<Tested> tested = verdicts.stream().map(of -> (Tested) of.windows().get(at)).toList();
      List<WindowFinding.Evidence> evidence =
          tested.stream().flatMap(of -> of.evidence().stream()).toList();
      long above = evidence.stream().filter(of -> of.pValue() <= settings.alpha()).count();
      int drifted = tested.stream().anyMatch(Tested::drifted) ? 1 : 0;
      found = found.plus(new Found(drifted, (int) above, evidence.size(), 0));
    }
    return found;
  }

  private List<FeatureVerdict> judge(DriftJudge judge, SplittableRandom random) {
    Map<String, BinCounts> reference = new HashMap<>();
    List<Map<String, BinCounts>> windows = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      windows.add(new HashMap<>());
    }
    List<SimulatedFeature> still = SimulatedFeature.all(0);
    List<SimulatedFeature> moved = SimulatedFeature.all(shift);
    for (int i = 0; i < still.size(); i++) {
      String name = still.get(i).name();
      double[] sample = still.get(i).sample(referenceRows, random);
      NumericBins bins = NumericBins.quantiles(sample, BINS);
      BinTally tally = new BinTally(bins);
      Arrays.stream(sample).forEach(tally::add);
      reference.put(name, tally.counts());
      AliasTable table = new AliasTable(moved.get(i).probabilities(bins));
      windows.forEach(of -> of.put(name, BinCounts.of(bins, table.count(windowRows, random))));
    }
    return List.copyOf(judge.judge(reference, windows).values());
  }
}
