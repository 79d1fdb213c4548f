package io.keelson.serving.watch.drift;

import static io.keelson.serving.watch.drift.DriftVerdict.DRIFTED;
import static io.keelson.serving.watch.drift.DriftVerdict.INSUFFICIENT;
import static io.keelson.serving.watch.drift.DriftVerdict.STABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.DriftSettings.Criterion;
import io.keelson.serving.watch.drift.WindowFinding.Evidence;
import io.keelson.serving.watch.drift.WindowFinding.Method;
import io.keelson.serving.watch.drift.WindowFinding.Tested;
import io.keelson.serving.watch.drift.WindowFinding.TooFewRows;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftJudgeTest {
  private static final Bins BINS = CategoryBins.of(List.of("a", "b"));
  private static final BinCounts REFERENCE = BinCounts.of(BINS, 5_000, 4_000, 1_000, 0);
  private static final BinCounts SAME = BinCounts.of(BINS, 251, 198, 51, 0);
  private static final BinCounts MOVED = BinCounts.of(BINS, 150, 250, 100, 0);
  private static final BinCounts FEW = BinCounts.of(BINS, 0, 0, 99, 0);

  private final DriftJudge judge = new DriftJudge(DriftSettings.DEFAULTS, Duration.ofHours(1));

  private FeatureVerdict judge(BinCounts... windows) {
    List<Map<String, BinCounts>> named =
        List.of(windows).stream().map(window -> Map.of("f", window)).toList();
    return judge.judge(Map.of("f", REFERENCE), named).get("f");
  }

  @Test
  void aFeatureThatMovedInTwoWindowsHasDrifted() {
    FeatureVerdict verdict = judge(SAME, MOVED, MOVED);

    assertThat(verdict.verdict()).isEqualTo(DRIFTED);
    assertThat(verdict.windows()).hasSize(3);
    Tested tested = (Tested) verdict.windows().get(2);
    assertThat(tested.referenceRows()).isEqualTo(10_000);
    assertThat(tested.windowRows()).isEqualTo(500);
    assertThat(tested.bins()).as("nothing was missing").isEqualTo(3);
    assertThat(tested.evidence()).as("categories have no order").hasSize(1);
    Evidence evidence = tested.evidence().get(0);
    assertThat(evidence.divergence()).isEqualTo(Divergence.JENSEN_SHANNON);
    assertThat(evidence.drifted()).isTrue();
    assertThat(evidence.value()).isGreaterThan(evidence.nullQuantile());
    assertThat(evidence.pValue()).isLessThan(0.001);
    assertThat(evidence.method()).as("less than is simulated").isEqualTo(Method.EXACT);
    Tested same = (Tested) verdict.windows().get(0);
    assertThat(same.evidence().get(0).method()).isEqualTo(Method.RESHUFFLED);
  }

  @Test
  void oneWindowThatMovedIsNoDriftYet() {
    assertThat(judge(SAME, MOVED, SAME).verdict()).isEqualTo(STABLE);
  }

  @Test
  void onlyTheLatestWindowsCount() {
    assertThat(judge(MOVED, MOVED, SAME, SAME, SAME).windows()).hasSize(3);
    assertThat(judge(MOVED, MOVED, SAME, SAME, SAME).verdict()).isEqualTo(STABLE);
  }

  @Test
  void tooFewRowsAreNeverOk() {
    FeatureVerdict verdict = judge(SAME, SAME, FEW);

    assertThat(verdict.verdict()).isEqualTo(INSUFFICIENT);
    assertThat(verdict.windows().get(2)).isEqualTo(new TooFewRows(10_000, 99));
  }

  @Test
  void aFeatureThatIsNotSentAnyMoreHasTooFewRows() {
    FeatureVerdict verdict =
        judge.judge(Map.of("f", REFERENCE), List.of(Map.of(), Map.of(), Map.of())).get("f");

    assertThat(verdict.verdict()).isEqualTo(INSUFFICIENT);
  }

  @Test
  void aJumpOfMissingValuesIsDrift() {
    BinCounts missing = BinCounts.of(BINS, 225, 180, 45, 50);

    assertThat(judge(missing, missing).verdict()).isEqualTo(DRIFTED);
  }

  @Test
  void whatNobodyCaresAboutIsNoDriftHoweverSureItIs() {
    BinCounts reference = BinCounts.of(BINS, 50_000_000, 50_000_000, 1_000_000, 1_000_000);
    BinCounts window = BinCounts.of(BINS, 5_050_000, 4_950_000, 100_000, 100_000);
    Map<String, BinCounts> windows = Map.of("f", window);

    FeatureVerdict verdict =
        judge.judge(Map.of("f", reference), List.of(windows, windows, windows)).get("f");

    assertThat(verdict.verdict()).isEqualTo(STABLE);
    Evidence evidence = ((Tested) verdict.windows().get(0)).evidence().get(0);
    assertThat(evidence.method()).isEqualTo(Method.CHI_SQUARE);
    assertThat(evidence.value()).isGreaterThan(evidence.nullQuantile());
    assertThat(evidence.pValue()).isLessThan(1e-9);
  }

  @Test
  void oneOfManyFeaturesThatDriftsIsFoundAndTheOthersAreNot() {
    Map<String, BinCounts> reference = new HashMap<>();
    Map<String, BinCounts> window = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      reference.put("f" + i, REFERENCE);
      window.put("f" + i, i == 7 ? MOVED : SAME);
    }

    Map<String, FeatureVerdict> verdicts = judge.judge(reference, List.of(window, window));

    assertThat(verdicts).hasSize(300);
    verdicts.forEach(
        (feature, verdict) ->
            assertThat(verdict.verdict())
                .as(feature)
                .isEqualTo(feature.equals("f7") ? DRIFTED : STABLE));
    Evidence evidence = ((Tested) verdicts.get("f7").windows().get(0)).evidence().get(0);
    assertThat(evidence.adjustedPValue()).isGreaterThan(evidence.pValue());
  }

  @Test
  void aNumberThatMovesALittleAsAWholeHasDrifted() {
    Bins bins = NumericBins.ofEdges(1, 2, 3, 4, 5, 6, 7, 8, 9);
    BinCounts reference =
        BinCounts.of(bins, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 0);
    BinCounts moved = BinCounts.of(bins, 82, 86, 90, 94, 98, 102, 106, 110, 114, 118, 0);
    Map<String, BinCounts> window = Map.of("f", moved);

    FeatureVerdict verdict = judge.judge(Map.of("f", reference), List.of(window, window)).get("f");

    assertThat(verdict.verdict()).isEqualTo(DRIFTED);
    assertThat(((Tested) verdict.windows().get(0)).evidence())
        .extracting(Evidence::divergence, Evidence::drifted)
        .containsExactly(
            tuple(Divergence.JENSEN_SHANNON, false), tuple(Divergence.NORMAL_SCORES, true));
  }

  @Test
  void numbersAloneAreNotEnoughToJudgeCategoriesBy() {
    List<Criterion> ranks = List.of(new Criterion(Divergence.RANK_SHIFT, 0, 1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DriftSettings(0.01, ranks, 100, 2, 3));
  }

  @Test
  void aConstantThatStaysIsOk() {
    BinCounts reference = BinCounts.of(BINS, 1_000, 0, 0, 0);
    Map<String, BinCounts> window = Map.of("f", BinCounts.of(BINS, 200, 0, 0, 0));

    assertThat(judge.judge(Map.of("f", reference), List.of(window, window)).get("f").verdict())
        .isEqualTo(STABLE);
  }

  @Test
  void theSameCountsAreJudgedTheSame() {
    assertThat(judge(SAME, MOVED, SAME)).isEqualTo(judge(SAME, MOVED, SAME));
  }

  @Test
  void countsOfOtherBinsAreRefused() {
    BinCounts other = BinCounts.of(NumericBins.ofEdges(1, 2), 100, 100, 100, 100);

    assertThatIllegalArgumentException().isThrownBy(() -> judge(other));
  }

  /** Every feature of as many as a profile has bins for has drifted. */
  @Test
  void whatAWindowDrawsIsBoundedByItsLength() {
    Bins bins = NumericBins.ofEdges(IntStream.range(1, 20).asDoubleStream().toArray());
    long[] even = new long[bins.size()];
    long[] moved = new long[bins.size()];
    Arrays.fill(even, 100);
    Arrays.setAll(moved, bin -> 5 + bin);
    for (Duration length : List.of(Duration.ofSeconds(10), Duration.ofHours(1))) {
      WindowTests tests =
          new WindowTests(
              DriftSettings.DEFAULTS, DriftJudge.draws(length), NullDistribution.ENOUGH_SIMULATED);
      for (int i = 0; i < 400; i++) {
        tests.add("f" + i, BinCounts.of(bins, even), BinCounts.of(bins, moved));
      }

      assertThat(tests.conclude()).hasSize(400).allSatisfy(this::drifted);
      assertThat(tests.drawn()).isLessThanOrEqualTo(DriftJudge.draws(length));
    }
    assertThat(DriftJudge.draws(Duration.ofSeconds(10))).isEqualTo(4_000_000);
    assertThat(DriftJudge.draws(Duration.ofDays(7))).isEqualTo(24_000_000);
  }

  private void drifted(String feature, List<Evidence> evidence) {
    assertThat(evidence).as(feature).anyMatch(Evidence::drifted);
  }
}
