package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.profile.ProfiledFeature;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A window of a revision that was judged.
 *
 * @param from its first moment
 * @param revision its number
 * @param rows that were counted in it
 * @param referenceRows of the training profile
 * @param features in the order of the profile, the prediction last
 * @param unseen what came beside them
 */
public record DriftWindow(
    OffsetDateTime from,
    Duration length,
    int revision,
    long rows,
    long referenceRows,
    DriftVerdict verdict,
    OffsetDateTime judgedAt,
    List<Feature> features,
    Unseen unseen) {
  public DriftWindow {
    features = List.copyOf(features);
  }

  /**
   * Tensors, and tables of more columns, that training has not seen.
   *
   * @param rows whose request had any
   * @param names the most frequent ones, at most 16
   */
  public record Unseen(long rows, List<String> names) {
    public Unseen {
      names = List.copyOf(names);
    }
  }

  /** A feature, what was counted of it, and what that says. */
  public record Feature(ProfiledFeature profiled, BinCounts observed, FeatureDrift drift) {}

  public OffsetDateTime to() {
    return from.plus(length);
  }

  /**
   * Any feature that has drifted is enough; all is well only where that is known of each.
   *
   * @param features at least one
   */
  static DriftVerdict verdict(List<FeatureDrift> features) {
    boolean stable = true;
    for (FeatureDrift feature : features) {
      if (feature.verdict() == DriftVerdict.DRIFTED) {
        return DriftVerdict.DRIFTED;
      }
      stable &= feature.verdict() == DriftVerdict.STABLE;
    }
    return stable ? DriftVerdict.STABLE : DriftVerdict.INSUFFICIENT;
  }
}
