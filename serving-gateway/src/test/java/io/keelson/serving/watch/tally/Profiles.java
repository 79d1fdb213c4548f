package io.keelson.serving.watch.tally;

import io.keelson.serving.watch.bins.BinTally;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.util.Arrays;
import java.util.List;

/** A profile of the features x and y, and of a label that is 0 or 1. */
final class Profiles {
  private Profiles() {}

  static ReferenceProfile of(double[] x, double[] y, double[] labels) {
    return new ReferenceProfile(
        x.length,
        List.of(
            feature(FeatureKind.INPUT, "x", "features", 0, NumericBins.quantiles(x, 10), x),
            feature(FeatureKind.INPUT, "y", "features", 1, NumericBins.quantiles(y, 10), y),
            feature(
                FeatureKind.PREDICTION,
                "label",
                "label",
                0,
                CategoryBins.of(List.of("0", "1")),
                labels)));
  }

  private static ProfiledFeature feature(
      FeatureKind kind, String name, String tensor, int column, Bins bins, double[] values) {
    BinTally tally = new BinTally(bins);
    Arrays.stream(values).forEach(tally::add);
    return new ProfiledFeature(kind, name, tensor, column, List.of(), tally.counts());
  }
}
