package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.comparison.Comparison;
import io.keelson.api.retraining.run.PipelineStep;
import io.keelson.api.retraining.run.RetrainingRun;
import io.keelson.api.retraining.run.RetrainingStatus;
import io.keelson.api.retraining.run.TriggerKind;
import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Enum;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Runs of policies as the API shows them. */
public final class RetrainingRunTypes {
  private RetrainingRunTypes() {}

  @Name("RetrainingRun")
  @Description("One time that a policy was triggered, to its end, by the policy as it was then.")
  public record RetrainingRunType(@Ignore RetrainingRun run) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.RETRAINING_RUN, run.id());
    }

    @Id
    @NonNull
    @Description("The policy.")
    public String getPolicyId() {
      return GraphTypes.id(GraphTypes.RETRAINING_POLICY, run.policyId());
    }

    @NonNull
    @Description("The version of the policy that it goes by.")
    public Integer getPolicyVersion() {
      return run.policyVersion();
    }

    @NonNull
    @Description("What triggered it.")
    public TriggerKind getTrigger() {
      return run.kind();
    }

    @NonNull
    @Description("What triggered it as it was seen: the instant, the versions, the alert, a note.")
    public JsonObject getEvidence() {
      return RetrainingTypes.json(run.evidence());
    }

    @NonNull
    @Description("Who triggered it: the platform, unless somebody asked.")
    public ActorType getTriggeredBy() {
      return ActorType.of(run.triggeredBy());
    }

    @NonNull
    @Description("How it stands; a run is never ARMED or in COOLDOWN.")
    public RetrainingStatus getStatus() {
      return run.status();
    }

    @Description("Why it ended so; null where there is nothing to say.")
    public String getReason() {
      return run.reason();
    }

    @Description("What it could not do yet; null where it waits for nothing unusual.")
    public String getWaitsFor() {
      return run.waitsFor();
    }

    @Description("How both did on the same rows; null before they were scored.")
    public ComparisonType getComparison() {
      return run.comparison() == null ? null : new ComparisonType(Comparison.of(run.comparison()));
    }

    @Id
    @Description("The job that trains; null before there was one.")
    public String getTrainJobId() {
      return GraphTypes.id(GraphTypes.JOB, run.trainJobId());
    }

    @Id
    @Description("The job that scores; null before there was one.")
    public String getScoreJobId() {
      return GraphTypes.id(GraphTypes.JOB, run.scoreJobId());
    }

    @Id
    @Description("The rollout of the challenger; null before there was one.")
    public String getRolloutId() {
      return GraphTypes.id(GraphTypes.ROLLOUT, run.rolloutId());
    }

    @Id
    @Description(
        "The newest data set version that its transform reads; null without one, or before.")
    public String getSourceVersionId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, run.sourceVersionId());
    }

    @Id
    @Description("The data set version that its transform makes; null without one, or before.")
    public String getTransformVersionId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, run.transformVersionId());
    }

    @Description(
        "Whether what its transform makes was there already, and nothing ran; false too where somebody else's job made the same meanwhile; null without one, or before.")
    public Boolean getTransformReused() {
      return run.transformVersionId() == null ? null : run.transformReused();
    }

    @Id
    @Description("The data set version that is trained on; null before it was looked for.")
    public String getTrainingVersionId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, run.trainingVersionId());
    }

    @Id
    @Description("The data set version that both are scored on; null before it was looked for.")
    public String getEvaluationVersionId() {
      return GraphTypes.id(GraphTypes.DATASET_VERSION, run.evaluationVersionId());
    }

    @NonNull
    @Description("When it was triggered.")
    public OffsetDateTime getCreatedAt() {
      return run.createdAt();
    }

    @Description("When it was over; null while it goes on.")
    public OffsetDateTime getEndedAt() {
      return run.endedAt();
    }

    @NonNull
    @Description("Rises with each change of its state.")
    public Integer getVersion() {
      return run.version();
    }
  }

  @Name("RetrainingTrigger")
  @Description("Something that a policy consumes once.")
  public record TriggerType(
      @NonNull @Description("What it is.") TriggerKind kind,
      @NonNull
          @Description(
              "The instant, or the platform's own id of the version, alert or call; an alert that outlived a model has the end of the cooldown behind it.")
          String subject,
      @NonNull @Description("When it was consumed.") OffsetDateTime consumedAt) {
    static TriggerType of(RetrainingRun.Trigger trigger) {
      return new TriggerType(trigger.kind(), trigger.subject(), trigger.consumedAt());
    }
  }

  @Name("RetrainingCheck")
  @Description("One thing that was looked at before a run trained.")
  public record CheckType(
      @NonNull
          @Description(
              "RIGHTS, CHAMPION, DATA, SUITE, EVALUATION_DATA, SCORABLE, NEW_ROWS, FEED or BUDGET.")
          String name,
      @NonNull @Description("Whether all was well; else the run is DECLINED.") Boolean passed,
      @NonNull @Description("What was seen, in words.") String seen) {
    static CheckType of(RunChecks.Check check) {
      return new CheckType(check.name(), check.passed(), check.seen());
    }
  }

  @Enum("RetrainingStepName")
  @Description("The pieces of a run, in their order.")
  public enum StepName {
    TRANSFORM,
    CHECKS,
    TRAIN,
    EVALUATE,
    APPROVE,
    DEPLOY
  }

  @Enum("RetrainingStepState")
  @Description("How far a piece of a run is.")
  public enum StepState {
    NOT_BEGUN,
    RUNNING,
    DONE,
    STOPPED
  }

  @Name("RetrainingStep")
  @Description("A piece of a run.")
  public record StepType(@Ignore PipelineStep step, @Ignore UUID projectId) {
    @NonNull
    @Description("Which.")
    public StepName getName() {
      return StepName.valueOf(step.name().name());
    }

    @NonNull
    @Description("How far it is.")
    public StepState getState() {
      return StepState.valueOf(step.state().name());
    }

    @Description("When it began; null where it has not.")
    public OffsetDateTime getStartedAt() {
      return step.startedAt();
    }

    @Description("When it was over; null where it goes on or has not begun.")
    public OffsetDateTime getEndedAt() {
      return step.endedAt();
    }

    @Id
    @Description("The job that does it; null where none does.")
    public String getJobId() {
      return GraphTypes.id(GraphTypes.JOB, step.jobId());
    }
  }

  @Name("RetrainingMetric")
  @Description("A measure of champion and challenger on the same rows; greater is better.")
  public record MetricType(
      @NonNull @Description("accuracy, macro F1, or the recall of a label.") String name,
      @NonNull @Description("The champion's.") Double champion,
      @NonNull @Description("The challenger's.") Double challenger) {}

  @Name("RetrainingComparison")
  @Description("Champion and challenger on the same rows, which neither was trained on.")
  public record ComparisonType(@Ignore Comparison comparison) {
    @NonNull
    @Description("The test: McNemar's, mid-p, two-sided.")
    public String getTest() {
      return "McNemar mid-p";
    }

    @NonNull
    @Description("How many rows; of less than 30 nothing is concluded.")
    public Long getRows() {
      return comparison.rows();
    }

    @Description(
        "How many more rows with a label are left out, as another has the same values and label; null where it is not known.")
    public Long getDuplicates() {
      return comparison.leftOut() == null ? null : comparison.leftOut().duplicates();
    }

    @Description(
        "How many are left out, as champion or challenger was trained on them: the values that it is asked with stand there with the same label; null where it is not known.")
    public Long getInTraining() {
      return comparison.leftOut() == null ? null : comparison.leftOut().inTraining();
    }

    @Description("How many are not in the sample of at most 200,000; null where it is not known.")
    public Long getNotSampled() {
      return comparison.leftOut() == null ? null : comparison.leftOut().notSampled();
    }

    @NonNull
    @Description("Rows that both got right.")
    public Integer getBothRight() {
      return comparison.bothRight();
    }

    @NonNull
    @Description("Rows that the challenger breaks.")
    public Integer getOnlyChampion() {
      return comparison.onlyChampion();
    }

    @NonNull
    @Description("Rows that the challenger fixes.")
    public Integer getOnlyChallenger() {
      return comparison.onlyChallenger();
    }

    @NonNull
    @Description("Rows that neither got right.")
    public Integer getBothWrong() {
      return comparison.bothWrong();
    }

    @NonNull
    @Description("Chi-square of the table, with the continuity correction.")
    public Double getChiSquare() {
      return comparison.chiSquare();
    }

    @NonNull
    @Description("The p-value of the test.")
    public Double getPValue() {
      return comparison.pValue();
    }

    @NonNull
    @Description("Of the shares of right answers, challenger less champion.")
    public Double getDifference() {
      return comparison.difference();
    }

    @NonNull
    @Description("The lower end of its interval of 95 %, by a paired bootstrap.")
    public Double getLower() {
      return comparison.lower();
    }

    @NonNull
    @Description("The upper end of that interval.")
    public Double getUpper() {
      return comparison.upper();
    }

    @NonNull
    @Description("Accuracy, macro F1 and recalls, at most 100.")
    public List<@NonNull MetricType> getMetrics() {
      return comparison.metrics().stream()
          .map(metric -> new MetricType(metric.name(), metric.champion(), metric.challenger()))
          .toList();
    }
  }

  @Name("RetrainingRunEdge")
  @Description("A run in a page.")
  public record RetrainingRunEdge(
      @NonNull @Description("The run.") RetrainingRunType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("RetrainingRunConnection")
  @Description("A page of runs.")
  public record RetrainingRunConnection(
      @NonNull @Description("The runs with their cursors.") List<@NonNull RetrainingRunEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static RetrainingRunConnection of(Page<RetrainingRun> page) {
      return new RetrainingRunConnection(
          page.edges((run, cursor) -> new RetrainingRunEdge(new RetrainingRunType(run), cursor)),
          page.info());
    }
  }
}
