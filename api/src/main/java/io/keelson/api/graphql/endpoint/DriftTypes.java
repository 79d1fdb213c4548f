package io.keelson.api.graphql.endpoint;

import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.finding.FeatureDrift;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.References;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Whether requests still look like the training rows, as the API shows it. */
public final class DriftTypes {
  private DriftTypes() {}

  @Name("DriftRule")
  @Description(
      "How the requests of an endpoint are held against the training profiles of its models: each value is counted in a bin of its feature, and kept in no other way.")
  public record DriftRuleType(@Ignore DriftRule rule) {
    @NonNull
    @Description(
        "Of the inferences, 0 to 1, by a hash of their id, or of one that is made; 0 counts none.")
    public Double getShare() {
      return rule.share();
    }

    @NonNull
    @Description("How long a window is.")
    public Duration getWindow() {
      return rule.window();
    }

    @NonNull
    @Description("Fewer rows of a window, or of the training, say INSUFFICIENT.")
    public Integer getMinRows() {
      return rule.minRows();
    }

    @NonNull
    @Description(
        "The greatest probability that any feature of a window is called drifted where none is.")
    public Double getAlpha() {
      return rule.settings().alpha();
    }

    @NonNull
    @Description("How many of the latest windows must show it.")
    public Integer getNeeded() {
      return rule.settings().needed();
    }

    @NonNull
    @Description("How many windows are looked at together.")
    public Integer getWindows() {
      return rule.settings().windows();
    }

    @NonNull
    @Description("Rows that were counted: of a batch, each.")
    public Long getCounted() {
      return rule.counted();
    }

    @NonNull
    @Description("Inferences of the share that are not counted.")
    public DriftDroppedType getDropped() {
      return new DriftDroppedType(rule.dropped());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return rule.version();
    }
  }

  @Name("DriftDropped")
  @Description("Inferences that were to be counted, and are not.")
  public record DriftDroppedType(@Ignore DriftRule.Dropped dropped) {
    @NonNull
    @Description("All of them.")
    public Long getTotal() {
      return dropped.noRoom() + dropped.unreadable();
    }

    @NonNull
    @Description("Too many waited in the gateway, or too many windows while the database was away.")
    public Long getNoRoom() {
      return dropped.noRoom();
    }

    @NonNull
    @Description(
        "A message was above 256 KiB, none of the protocol, without inputs, or had one dimension where the profile has columns.")
    public Long getUnreadable() {
      return dropped.unreadable();
    }
  }

  @Name("DriftReference")
  @Description(
      "What a revision's requests are held against: reference-profile.json beside its model.")
  public record DriftReferenceType(@Ignore References.Summary summary) {
    @Description("How many rows the model was trained on; null where there is no profile.")
    public Long getRows() {
      return summary.rows();
    }

    @Description("How many features it has, the prediction among them; null without a profile.")
    public Integer getFeatures() {
      return summary.features();
    }

    @Description("Why there is no profile, in a sentence; null where there is one.")
    public String getReason() {
      return summary.reason();
    }
  }

  @Name("DriftWindow")
  @Description(
      "What a revision was asked and answered in a time, held against its training profile; judged within a minute of its end, and again where a gateway was late.")
  public record DriftWindowType(@Ignore DriftWindow window) {
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
    @Description("The number of the endpoint's revision.")
    public Integer getRevision() {
      return window.revision();
    }

    @NonNull
    @Description("How many rows were counted.")
    public Long getRows() {
      return window.rows();
    }

    @NonNull
    @Description("How many rows the model was trained on.")
    public Long getReferenceRows() {
      return window.referenceRows();
    }

    @NonNull
    @Description("DRIFTED where any feature is, STABLE only where all are.")
    public DriftVerdict getVerdict() {
      return window.verdict();
    }

    @NonNull
    @Description("When it was judged last.")
    public OffsetDateTime getJudgedAt() {
      return window.judgedAt();
    }

    @NonNull
    @Description("At most 1,001, in the order of the profile, the prediction last.")
    public List<@NonNull FeatureDriftType> getFeatures() {
      return window.features().stream().map(FeatureDriftType::new).toList();
    }

    @NonNull
    @Description(
        "How many rows came with inputs that training has not seen: tensors, or tables of more columns, that neither profile nor signature has.")
    public Long getUnseenRows() {
      return window.unseen().rows();
    }

    @NonNull
    @Description(
        "Those inputs by name, the most frequent first, at most 16; of a table of more columns how many it has.")
    public List<@NonNull String> getUnseenInputs() {
      return window.unseen().names();
    }
  }

  @Name("FeatureDrift")
  @Description("What a window, with those before it, says of one feature.")
  public record FeatureDriftType(@Ignore DriftWindow.Feature feature) {
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
    @Description("How many values were counted, missing ones too.")
    public Long getRows() {
      return feature.observed().total();
    }

    @NonNull
    @Description("What the latest windows say together.")
    public DriftVerdict getVerdict() {
      return feature.drift().verdict();
    }

    @Description("The population stability index of this window; null where nothing was counted.")
    public Double getPsi() {
      return feature.drift().psi();
    }

    @Description(
        "The Jensen–Shannon distance in nats, 0 to 0.8326; null where nothing was counted.")
    public Double getJensenShannon() {
      return feature.drift().jensenShannon();
    }

    @Description(
        "How far numbers moved along their order, 0 to 0.5: a Wasserstein distance of ranks; null of categories and where nothing was counted.")
    public Double getRankShift() {
      return feature.drift().rankShift();
    }

    @NonNull
    @Description(
        "What this window was judged by, at most 3; none where its rows are too few. One that has drifted is enough.")
    public List<@NonNull DriftTestType> getTests() {
      return feature.drift().tests().stream().map(DriftTestType::new).toList();
    }

    @NonNull
    @Description("Its bins, at most 1,024, with what the training and this window put into them.")
    public List<@NonNull DriftBinType> getBins() {
      List<ProfiledFeature.Bin> bins = feature.profiled().describe();
      long[] reference = feature.profiled().counts().counts();
      long[] observed = feature.observed().counts();
      List<DriftBinType> described = new ArrayList<>();
      for (int i = 0; i < bins.size(); i++) {
        described.add(new DriftBinType(bins.get(i), reference[i], observed[i]));
      }
      return described;
    }
  }

  @Name("DriftTest")
  @Description("One criterion by which a window of a feature was judged.")
  public record DriftTestType(@Ignore FeatureDrift.DriftTest test) {
    @NonNull
    @Description("What is measured.")
    public Divergence getDivergence() {
      return test.divergence();
    }

    @NonNull
    @Description("What it is.")
    public Double getValue() {
      return test.value();
    }

    @NonNull
    @Description(
        "What it exceeds by chance with the rule's probability, for these rows and bins, were it the only test.")
    public Double getByChance() {
      return test.byChance();
    }

    @NonNull
    @Description("What it must reach besides: a smaller effect is no drift, however sure it is.")
    public Double getFloor() {
      return test.floor();
    }

    @NonNull
    @Description("The probability by chance of a value at least as great, for this test by itself.")
    public Double getPValue() {
      return test.pValue();
    }

    @NonNull
    @Description(
        "The same with all tests of the window in view, by Benjamini and Hochberg: it must be at most the rule's alpha.")
    public Double getAdjustedPValue() {
      return test.adjustedPValue();
    }

    @NonNull
    @Description("Whether both say so.")
    public Boolean getDrifted() {
      return test.drifted();
    }
  }

  @Name("DriftBin")
  @Description(
      "A bin: a range of numbers, a category, all other categories, or the missing values.")
  public record DriftBinType(
      @Ignore ProfiledFeature.Bin bin, @Ignore long reference, @Ignore long observed) {
    @Description("Where a range begins, included; null for minus infinity, and for what is none.")
    public Double getFrom() {
      return bin.from();
    }

    @Description("Where a range ends, not included; null for infinity, and for what is none.")
    public Double getTo() {
      return bin.to();
    }

    @Description("The category; null for what is none.")
    public String getCategory() {
      return bin.category();
    }

    @NonNull
    @Description("Whether it holds the categories that were not seen in the training.")
    public Boolean getOther() {
      return bin.isOther();
    }

    @NonNull
    @Description("Whether it holds the missing values.")
    public Boolean getMissing() {
      return bin.isMissing();
    }

    @NonNull
    @Description("How many rows of the training.")
    public Long getReferenceCount() {
      return reference;
    }

    @NonNull
    @Description("How many rows of the window.")
    public Long getObservedCount() {
      return observed;
    }
  }

  @Description("How requests shall be held against training profiles.")
  public record SetDrift(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @Description("The version of its rule; left out where it has none yet. CONFLICT otherwise.")
          Integer expectedVersion,
      @Description("Of the inferences, 0 to 1; 0 counts none, all are counted when left out.")
          Double share,
      @Description(
              "How long a window is: 10 seconds to 7 days, in whole seconds; 1 hour when left out. Of one length 10,080 windows are kept, of all lengths and revisions 20,160 in all, and none longer than 90 days.")
          Duration window,
      @Description(
              "Fewer rows of a window are too few to say anything: 30 to 1,000,000; 100 when left out.")
          Integer minRows) {}
}
