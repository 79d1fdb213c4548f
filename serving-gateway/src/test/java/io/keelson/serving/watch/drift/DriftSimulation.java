package io.keelson.serving.watch.drift;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.WindowFinding.Tested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Streams of three windows after a training profile of their own, whose bins are frozen at its
 * quantiles as in earnest. The features are unlike each other: continuous, sparse with missing
 * values, small whole numbers with a long tail, and one that is nearly always the same.
 */
record DriftSimulation(DriftSettings settings, int referenceRows, int windowRows, double shift) {
  private static final int WINDOWS = 3;
  private static final int BINS = 10;

  /**
   * @param windows in which anything was called drifted
   * @param tests of all windows whose p-value by itself is within alpha
   * @param verdicts streams in which the verdict on any feature is drifted
   */
  record Shares(double windows, double tests, double verdicts) {}

  interface Feature {
    double next(RandomGenerator random);
  }

  private Map<String, Feature> features() {
    Map<String, Feature> features = new LinkedHashMap<>();
    features.put("continuous", random -> random.nextGaussian() + shift);
    features.put(
        "sparse",
        random -> {
          double u = random.nextDouble();
          return u < 0.02 ? Double.NaN : u < 0.6 ? 0 : random.nextExponential();
        });
    features.put("whole", random -> Math.floor(2 * random.nextExponential()));
    features.put("constant", random -> random.nextDouble() < 0.003 ? random.nextInt(1, 4) : 0);
    return features;
  }

  /**
   * @param windows how many to simulate, rounded up to whole streams
   */
  Shares run(int windows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DriftJudge judge = new DriftJudge(settings, Duration.ofHours(1));
    int streams = (windows + WINDOWS - 1) / WINDOWS;
    int driftedWindows = 0;
    int above = 0;
    int driftedVerdicts = 0;
    for (int stream = 0; stream < streams; stream++) {
      List<FeatureVerdict> verdicts = judge(judge, random);
      driftedVerdicts +=
          verdicts.stream().anyMatch(of -> of.verdict() == DriftVerdict.DRIFTED) ? 1 : 0;
      for (int window = 0; window < WINDOWS; window++) {
        int at = window;
        List<Tested> tested = verdicts.stream().map(of -> (Tested) of.windows().get(at)).toList();
        driftedWindows += tested.stream().anyMatch(Tested::drifted) ? 1 : 0;
        above +=
            (int)
                tested.stream()
                    .flatMap(of -> of.evidence().stream())
                    .filter(of -> of.pValue() <= settings.alpha())
                    .count();
      }
    }
    double simulated = streams * (double) WINDOWS;
    return new Shares(
        driftedWindows / simulated,
        above / (simulated * features().size() * settings.criteria().size()),
        driftedVerdicts / (double) streams);
  }

  private List<FeatureVerdict> judge(DriftJudge judge, SplittableRandom random) {
    Map<String, BinCounts> reference = new HashMap<>();
    List<Map<String, BinCounts>> windows = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      windows.add(new HashMap<>());
    }
    DriftSimulation unshifted = new DriftSimulation(settings, referenceRows, windowRows, 0);
    Map<String, Feature> shifted = features();
    unshifted
        .features()
        .forEach(
            (name, feature) -> {
              double[] sample = new double[referenceRows];
              Arrays.setAll(sample, row -> feature.next(random));
              Bins bins = NumericBins.quantiles(sample, BINS);
              BinTally tally = new BinTally(bins);
              Arrays.stream(sample).forEach(tally::add);
              reference.put(name, tally.counts());
              windows.forEach(of -> of.put(name, window(bins, shifted.get(name), random)));
            });
    return List.copyOf(judge.judge(reference, windows).values());
  }

  private BinCounts window(Bins bins, Feature feature, SplittableRandom random) {
    BinTally tally = new BinTally(bins);
    for (int row = 0; row < windowRows; row++) {
      tally.add(feature.next(random));
    }
    return tally.counts();
  }
}
