package io.keelson.bench.drift;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.CannotRun;
import io.keelson.bench.drift.NormalStreams.Stream;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.DriftJudge;
import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.serving.watch.drift.DriftSettings.Criterion;
import io.keelson.serving.watch.drift.WindowFinding.Evidence;
import io.keelson.serving.watch.drift.WindowFinding.Tested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which of the windows that moved the judge of drift finds, and Evidently's default test: the same
 * windows of {@value #WINDOW_ROWS} rows after {@value #REFERENCE_ROWS} of a training, both with the
 * threshold that as many windows that did not move exceed.
 */
public final class DriftBench implements Benchmark {
  private static final int REFERENCE_ROWS = 10_000;
  private static final int WINDOW_ROWS = 500;
  private static final int WINDOWS_PER_STREAM = 50;
  private static final int DEFAULT_WINDOWS = 4_000;

  /** As many as the trainer makes. */
  private static final int BINS = 20;

  private static final double[] SHIFTS = {0, 0.1, 0.25};
  private static final double FALSE_ALARMS = 0.05;
  private static final double BAR = 1;

  /** Without floors: they are no matter of chance. */
  private static final DriftSettings SETTINGS =
      new DriftSettings(
          DriftSettings.DEFAULTS.alpha(),
          DriftSettings.DEFAULTS.criteria().stream()
              .map(of -> new Criterion(of.divergence(), 0, of.weight()))
              .toList(),
          DriftSettings.DEFAULTS.minRows(),
          1,
          1);

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int windows = arguments.isEmpty() ? DEFAULT_WINDOWS : Integer.parseInt(arguments.getFirst());
    if (windows < 1_000 || windows > 100_000) {
      throw new CannotRun("windows: %d (expected: 1,000 to 100,000)".formatted(windows));
    }
    Path folder = Files.createTempDirectory("keelson-bench");
    try {
      Evidently evidently = Evidently.in(folder, arguments.size() < 2 ? "" : arguments.get(1));
      NormalStreams streams =
          NormalStreams.of(
              windows / WINDOWS_PER_STREAM,
              REFERENCE_ROWS,
              WINDOWS_PER_STREAM,
              WINDOW_ROWS,
              new SplittableRandom(1));
      System.out.println("Evidently scores the windows");
      Evidently.Said said = evidently.score(streams, SHIFTS);
      System.out.println("the judge of drift scores them");
      double[][] ours = new double[SHIFTS.length][];
      Arrays.setAll(ours, shift -> score(streams, SHIFTS[shift]));
      return compare(said, ours);
    } finally {
      delete(folder);
    }
  }

  private static BenchResult compare(Evidently.Said said, double[][] ours) {
    double sign = said.isPValue() ? -1 : 1;
    double[][] theirs =
        said.scores().stream()
            .map(scores -> Arrays.stream(scores).map(score -> sign * score).toArray())
            .toArray(double[][]::new);
    Detection our = new Detection(ours[0]);
    Detection their = new Detection(theirs[0]);
    double small = our.share(ours[1], FALSE_ALARMS);
    double theirSmall = their.share(theirs[1], FALSE_ALARMS);
    double large = our.share(ours[2], FALSE_ALARMS);
    double theirLarge = their.share(theirs[2], FALSE_ALARMS);
    double alpha = DriftSettings.DEFAULTS.alpha();
    return new BenchResult("drift", Math.min(small / theirSmall, large / theirLarge), BAR)
        .add("windows", ours[0].length)
        .add("false_alarms", FALSE_ALARMS)
        .add("detected_of_0.1_deviations", small)
        .add("evidently_detected_of_0.1", theirSmall)
        .add("detected_of_0.25_deviations", large)
        .add("evidently_detected_of_0.25", theirLarge)
        .add("evidently_test", said.test())
        .add("false_alarms_by_default", atLeast(ours[0], -alpha))
        .add("detected_of_0.1_by_default", atLeast(ours[1], -alpha))
        .add("evidently_false_alarms_by_default", atLeast(theirs[0], sign * said.threshold()))
        .add("evidently_of_0.1_by_default", atLeast(theirs[1], sign * said.threshold()));
  }

  private static double atLeast(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score >= threshold).count()
        / (double) scores.length;
  }

  private static double[] score(NormalStreams streams, double shift) {
    return IntStream.range(0, streams.streams().size())
        .parallel()
        .mapToObj(stream -> score(streams.streams().get(stream), shift))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] score(Stream stream, double shift) {
    DriftJudge judge = new DriftJudge(SETTINGS, Duration.ofHours(1));
    Bins bins = NumericBins.quantiles(stream.reference(), BINS);
    BinCounts reference = count(bins, stream.reference(), 0);
    return stream.windows().stream()
        .mapToDouble(window -> score(judge, reference, count(bins, window, shift)))
        .toArray();
  }

  /** Less the p-value that all tests of the window together come to. */
  private static double score(DriftJudge judge, BinCounts reference, BinCounts window) {
    Tested tested =
        (Tested) judge.judgeWindow(Map.of("x", reference), Map.of("x", window)).get("x");
    return -tested.evidence().stream().mapToDouble(Evidence::adjustedPValue).min().orElseThrow();
  }

  private static BinCounts count(Bins bins, double[] values, double shift) {
    BinTally tally = new BinTally(bins);
    for (double value : values) {
      tally.add(value + shift);
    }
    return tally.counts();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(DriftBench::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
