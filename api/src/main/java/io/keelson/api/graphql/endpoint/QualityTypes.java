package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.serving.watch.quality.LabelArrival;
import io.keelson.serving.watch.quality.QualityMeasure;
import io.keelson.serving.watch.quality.QualityRule;
import io.keelson.serving.watch.quality.QualityWindow;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** How well an endpoint does, as the API shows it. */
public final class QualityTypes {
  private QualityTypes() {}

  @Name("QualityRule")
  @Description(
      "How the predictions of an endpoint are held against labels: those of the inferences that its capture keeps, whose output is neither redacted nor shortened.")
  public record QualityRuleType(@Ignore QualityRule rule) {
    @NonNull
    @Description("The output whose elements are the predictions, at most the first 1,000.")
    public String getOutput() {
      return rule.output();
    }

    @NonNull
    @Description("What they are held against their labels by.")
    public QualityMeasure getMeasure() {
      return rule.measure();
    }

    @NonNull
    @Description("How long a window of the predictions' time is.")
    public Duration getWindow() {
      return rule.window();
    }

    @NonNull
    @Description("How long after the end of a window its labels count; then it is frozen.")
    public Duration getHorizon() {
      return rule.horizon();
    }

    @Id
    @Description(
        "The data set that each label which is taken becomes a row of: id of the inference, item, label, version and time, a row for each version. Null where they are not collected.")
    public String getLabelsDatasetId() {
      return GraphTypes.id(GraphTypes.DATASET, rule.labelsDatasetId());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return rule.version();
    }
  }

  @Name("QualityWindow")
  @Description("How well a revision did in a time; computed again within a minute of new labels.")
  public record QualityWindowType(@Ignore QualityWindow window) {
    @NonNull
    @Description("The first moment of its predictions.")
    public OffsetDateTime getFrom() {
      return window.from();
    }

    @NonNull
    @Description("When it ends, not included.")
    public OffsetDateTime getTo() {
      return window.from().plus(window.length());
    }

    @NonNull
    @Description("The number of the endpoint's revision.")
    public Integer getRevision() {
      return window.revision();
    }

    @NonNull
    @Description("What the predictions are held against their labels by.")
    public QualityMeasure getMeasure() {
      return window.measure();
    }

    @NonNull
    @Description("Predictions that were kept.")
    public Long getPredictions() {
      return window.predictions();
    }

    @NonNull
    @Description("How many of these have a label that can be compared with them.")
    public Long getLabels() {
      return window.labels();
    }

    @NonNull
    @Description("The share of the predictions that have one, 0 to 1.")
    public Double getCoverage() {
      return window.coverage();
    }

    @Description("By its measure; null without labels.")
    public Double getValue() {
      return window.value();
    }

    @Description(
        "Where the interval begins that holds the value in 95 of 100 cases: Wilson's of a share, the normal one of a mean; null where too little is known.")
    public Double getLow() {
      return window.low();
    }

    @Description("Where that interval ends.")
    public Double getHigh() {
      return window.high();
    }

    @NonNull
    @Description("Whether labels that still come change nothing.")
    public Boolean getFrozen() {
      return window.isFrozen();
    }
  }

  @Name("LabelArrival")
  @Description("How late the newest labels of an endpoint came.")
  public record LabelArrivalType(@Ignore LabelArrival arrival) {
    @NonNull
    @Description("How many were looked at, of those whose windows are not frozen; at most 5,000.")
    public Long getLabels() {
      return arrival.labels();
    }

    @NonNull
    @Description(
        "How many of them have no prediction that is kept and wait for one: its request was not captured, its window is frozen, or nobody made it.")
    public Long getWaiting() {
      return arrival.waiting();
    }

    @Description(
        "How long after its prediction half of the others came; null where there are none.")
    public Duration getMedian() {
      return arrival.median();
    }

    @Description("How long after it 95 of 100 of them came; null where there are none.")
    public Duration getMost() {
      return arrival.most();
    }
  }

  @Description("How predictions shall be held against labels.")
  public record SetQuality(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @Description("The version of its rule; left out where it has none yet. CONFLICT otherwise.")
          Integer expectedVersion,
      @NonNull @Description("The output whose elements are the predictions.") String output,
      @NonNull @Description("What they are held against their labels by.") QualityMeasure measure,
      @NonNull
          @Description(
              "How long a window of the predictions' time is: 1 minute to 7 days, in whole seconds.")
          Duration window,
      @NonNull
          @Description(
              "How long after the end of a window its labels count: 1 minute to 60 days, in whole seconds.")
          Duration horizon,
      @Description(
              "Whether each label that is taken becomes a row of the data set <endpoint> labels too, which a transform joins to what is captured by its id; needs DATASET_WRITE. Left out for no change.")
          Boolean collectLabels) {}

  @Name("LabelInput")
  @Description("What turned out to be true of a prediction.")
  public record LabelSpec(
      @NonNull
          @Description(
              "The inference's id as its caller gave it, or as the answer's header keelson-inference-id told it.")
          String inferenceId,
      @Description("Which of the inference's predictions, 0 to 999; 0 when left out.") Integer item,
      @NonNull @Description("A class, or a number; at most 256 characters.") String value,
      @Description(
              "Of one prediction's labels that with the highest stays; the time in milliseconds when left out.")
          Long version) {}

  @Description("Labels of an endpoint's predictions.")
  public record LogLabels(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @NonNull @Description("The labels, 1 to 1,000.") List<@NonNull LabelSpec> labels) {}

  @Name("LoggedLabels")
  @Description("Labels that were taken.")
  public record LoggedLabelsType(
      @NonNull
          @Description(
              "How many: those whose prediction is not there wait for it, and those older than what is there change nothing.")
          Integer labels) {}
}
