package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftJudge;
import io.keelson.serving.watch.drift.DriftSettings;
import io.keelson.serving.watch.drift.FeatureVerdict;
import io.keelson.serving.watch.drift.WindowFinding;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.util.List;
import java.util.Map;

/** Judges a revision's newest window in the light of those before it. */
final class WindowJudge {
  private final DriftSettings settings;

  WindowJudge(DriftSettings settings) {
    this.settings = settings;
  }

  /**
   * @param windows oldest first, the one that is judged last
   * @return what is found of each feature, in the profile's order
   */
  List<FeatureDrift> judge(ReferenceProfile profile, List<Map<String, BinCounts>> windows) {
    Map<String, FeatureVerdict> verdicts =
        new DriftJudge(settings).judge(profile.counts(), windows);
    Map<String, BinCounts> newest = windows.getLast();
    return profile.features().stream()
        .map(feature -> found(feature, newest.get(feature.key()), verdicts.get(feature.key())))
        .toList();
  }

  private FeatureDrift found(ProfiledFeature feature, BinCounts observed, FeatureVerdict verdict) {
    List<DriftTest> tests =
        switch (verdict.windows().getLast()) {
          case WindowFinding.TooFewRows tooFew -> List.of();
          case WindowFinding.Tested tested -> tested.evidence().stream().map(this::test).toList();
        };
    boolean isNumeric = feature.bins() instanceof NumericBins;
    return new FeatureDrift(
        verdict.verdict(),
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
