package io.keelson.api.graphql.endpoint;

import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.DriftHistory;
import io.keelson.serving.watch.profile.FeatureKind;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** How features moved over windows, as the API shows it. */
public final class DriftHistoryTypes {
  private DriftHistoryTypes() {}

  @Name("DriftHistory")
  @Description("How far the features of a revision were from their training, window by window.")
  public record DriftHistoryType(@Ignore DriftHistory history) {
    @NonNull
    @Description("The number of the endpoint's revision.")
    public Integer getRevision() {
      return history.revision();
    }

    @NonNull
    @Description("The windows, oldest first; at most 168.")
    public List<@NonNull DriftHistoryWindowType> getWindows() {
      return history.windows().stream().map(DriftHistoryWindowType::new).toList();
    }

    @NonNull
    @Description("How many features there are, the prediction among them.")
    public Integer getFeatureCount() {
      return history.featureCount();
    }
  }

  @Name("DriftHistoryWindow")
  @Description("A window that was judged.")
  public record DriftHistoryWindowType(@Ignore DriftHistory.Window window) {
    @NonNull
    @Description("Its first moment.")
    public OffsetDateTime getFrom() {
      return window.from();
    }

    @NonNull
    @Description("When it ends, not included.")
    public OffsetDateTime getTo() {
      return window.to();
    }

    @NonNull
    @Description("How many rows were counted.")
    public Long getRows() {
      return window.rows();
    }

    @NonNull
    @Description("DRIFTED where any feature is, STABLE only where all are.")
    public DriftVerdict getVerdict() {
      return window.verdict();
    }
  }

  @Name("DriftHistoryFeature")
  @Description("A feature over the windows of a history.")
  public record DriftHistoryFeatureType(@Ignore DriftHistory.Feature feature) {
    @NonNull
    @Description("What the profile calls it.")
    public String getName() {
      return feature.profiled().name();
    }

    @NonNull
    @Description("Where its values are found.")
    public FeatureKind getKind() {
      return feature.profiled().kind();
    }

    @NonNull
    @Description("In how many of the windows it was DRIFTED.")
    public Integer getDrifted() {
      return feature.drifted();
    }

    @NonNull
    @Description("One of each window, in the same order; at most 168.")
    public List<@NonNull DriftHistoryPointType> getPoints() {
      return feature.points().stream().map(DriftHistoryPointType::new).toList();
    }
  }

  @Name("DriftHistoryPoint")
  @Description("What a window, with those before it, said of a feature.")
  public record DriftHistoryPointType(@Ignore DriftHistory.Point point) {
    @NonNull
    @Description("What the latest windows said together.")
    public DriftVerdict getVerdict() {
      return point.verdict();
    }

    @Description("The population stability index; null where nothing was counted.")
    public Double getPsi() {
      return point.psi();
    }

    @Description(
        "What the test measured that says most of the window: one by which the feature drifted before others, and of several that furthest above its floor; null where the rows were too few to test.")
    public Divergence getDivergence() {
      return point.test() == null ? null : point.test().divergence();
    }

    @Description("What that test found; null where the rows were too few to test.")
    public Double getValue() {
      return point.test() == null ? null : point.test().value();
    }

    @Description(
        "What its value exceeds by chance with the rule's probability; null where the rows were too few to test.")
    public Double getByChance() {
      return point.test() == null ? null : point.test().byChance();
    }

    @Description("What its value must reach besides; null where the rows were too few to test.")
    public Double getFloor() {
      return point.test() == null ? null : point.test().floor();
    }
  }
}
