package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftJudge;
import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.drift.FeatureVerdict;
import io.keelson.serving.watch.drift.WindowFinding;
import io.keelson.serving.watch.drift.WindowFinding.Outcome;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges a revision's window, and combines what is found with what those before it say. */
final class WindowJudge {
  private final DriftSettings settings;
  private final Duration length;

  WindowJudge(DriftSettings settings, Duration length) {
    this.settings = settings;
    this.length = length;
  }

  /**
   * What the window says by itself. It takes seconds of a processor where much has drifted.
   *
   * @return of each feature, in the profile's order, with no verdict of several windows yet
   */
  List<FeatureDrift> judge(ReferenceProfile profile, Map<String, BinCounts> window) {
    Map<String, WindowFinding> findings =
        new DriftJudge(settings, length).judgeWindow(profile.counts(), window);
    return profile.features().stream()
        .map(feature -> found(feature, window.get(feature.key()), findings.get(feature.key())))
        .toList();
  }

  /**
   * @param before what was found in the windows before it, oldest first, in the same order; nothing
   *     of those that were not judged
   */
  List<FeatureDrift> combine(List<List<FeatureDrift>> before, List<FeatureDrift> newest) {
    List<FeatureDrift> combined = new ArrayList<>();
    for (int i = 0; i < newest.size(); i++) {
      List<Outcome> outcomes = new ArrayList<>();
      for (List<FeatureDrift> window : before) {
        outcomes.add(window.get(i).outcome());
      }
      outcomes.add(newest.get(i).outcome());
      combined.add(newest.get(i).with(FeatureVerdict.verdict(outcomes, settings)));
    }
    return combined;
  }

  private FeatureDrift found(ProfiledFeature feature, BinCounts observed, WindowFinding finding) {
    List<DriftTest> tests =
        switch (finding) {
          case WindowFinding.TooFewRows tooFew -> List.of();
          case WindowFinding.Tested tested -> tested.evidence().stream().map(this::test).toList();
        };
    boolean isNumeric = feature.bins() instanceof NumericBins;
    return new FeatureDrift(
        DriftVerdict.INSUFFICIENT,
        value(Divergence.PSI, feature.counts(), observed),
        value(Divergence.JENSEN_SHANNON, feature.counts(), observed),
        isNumeric ? value(Divergence.RANK_SHIFT, feature.counts(), observed) : null,
        tests);
  }

  private static Double value(Divergence divergence, BinCounts reference, BinCounts observed) {
    return reference.total() == 0 || observed.total() == 0
        ? null
        : (Double) divergence.between(reference, observed);
  }

  private DriftTest test(WindowFinding.Evidence evidence) {
    double floor =
        settings.criteria().stream()
            .filter(criterion -> criterion.divergence() == evidence.divergence())
            .mapToDouble(DriftSettings.Criterion::floor)
            .findFirst()
            .orElseThrow();
    return new DriftTest(
        evidence.divergence(),
        evidence.value(),
        evidence.nullQuantile(),
        floor,
        evidence.pValue(),
        evidence.adjustedPValue(),
        evidence.drifted());
  }
}
