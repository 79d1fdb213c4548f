package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.endpoint.RolloutTypes.NewRolloutStep;
import io.smallrye.graphql.api.Nullable;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** What the API takes of retraining. */
public final class RetrainingInputs {
  private RetrainingInputs() {}

  @Input("RetrainingScheduleInput")
  @Description(
      "Times at which a policy is triggered. Where clocks go forward, a time that is left out runs at the first moment after the gap; where they go back, one that comes twice runs once, at the first. Times that were missed are one run.")
  public record ScheduleSpec(
      @NonNull
          @Description(
              "Minute, hour, day of the month, month, day of the week, such as 30 6 * * 4; its times of the day are at least 15 minutes apart, midnight between them or not.")
          String cron,
      @NonNull @Description("A time zone of the IANA database, such as Europe/Berlin.")
          String zone) {}

  @Input("RetrainingTransformInput")
  @Description("What makes the data that is trained on: a transform, run by the platform.")
  public record TransformSpec(
      @Id
          @NonNull
          @Description(
              "The data set whose next version it makes, as CSV: neither of those that the policy reads.")
          String datasetId,
      @NonNull
          @Description(
              "One SELECT over the newest VALIDATED version, which is called data; of data that is collected, over the VALIDATED versions since the last training as one table, the newest 100 of them. At most 32,768 characters. What was made of the same before is taken, and nothing runs.")
          String sql,
      @Id
          @Description(
              "A data set of labels, which the statement knows as labels: of one that is collected its newest 100 VALIDATED versions as one table, else the newest. Left out for none.")
          String labelsDatasetId) {}

  @Description("A model's retraining policy, as a whole.")
  public record SetRetrainingPolicy(
      @Id @NonNull @Description("The registered model.") String modelId,
      @Description("The version that is meant; left out where the model has none yet.")
          Integer expectedVersion,
      @Description("Whether anything but a call triggers it; true when left out.") Boolean active,
      @Description("When it is triggered; left out for no schedule.") ScheduleSpec schedule,
      @Description(
              "Whether each new VALIDATED version of the data set triggers it; false when left out.")
          Boolean onNewData,
      @Id @Description("The rule whose alerts trigger it once they fire; left out for none.")
          String alertRuleId,
      @Id
          @NonNull
          @Description(
              "What is trained on, or the transform reads: its newest version, one CSV file without a transform, must be VALIDATED. Of data that is collected a transform reads all that came since the last training.")
          String datasetId,
      @Id
          @NonNull
          @Description(
              "Another data set, whose newest version champion and challenger are scored on: one CSV file, of which 200,000 rows are read. The champion must not have been trained on it.")
          String evaluationDatasetId,
      @Id @NonNull @Description("Where the trainings' runs are.") String experimentId,
      @NonNull @Description("The column with the label.") String target,
      @Description(
              "Parameters of the tabular trainer beside task, data and target; at most 16 KiB.")
          JsonObject parameters,
      @Description("What makes the data that is trained on; left out to train on it as it is.")
          TransformSpec transform,
      @Id
          @Description(
              "A suite of expectations of what is trained on, by which it must have been VALIDATED; left out for whichever was in force.")
          String suiteId,
      @Description(
              "How many rows with a label there must be among what is trained on that the last training did not have: as many more than it had; of data that is collected, as many in what came since; 0 when left out.")
          Long minNewRows,
      @NonNull
          @Description(
              "What a run may be estimated to cost, in EUR; the estimate of a policy that has not trained yet.")
          BigDecimal maxCost,
      @Description(
              "The challenger is better when McNemar's test says less; above 0, at most 0.5; 0.05 when left out.")
          Double maxPValue,
      @Description(
              "How long only calls trigger it after a run that trained, at most 90 days; a day when left out. Doubles, up to 32 times, while the alert outlives the new model.")
          Duration cooldown,
      @Description(
              "How often it may train in a period, 1 to 1,000; 4 when left out. Further triggers are declined until the policy is set again or the period is over.")
          Integer maxTrainings,
      @Description("An hour to 366 days; 21 days when left out.") Duration period,
      @Id
          @Description(
              "What an approved challenger is deployed to, as the revision that has all of its traffic is; left out to deploy nothing.")
          String endpointId,
      @Nullable
          @Description(
              "The steps of the rollout there, at most 20; none without an endpoint, or for those of the endpoint's rollout policy.")
          List<@NonNull NewRolloutStep> canary,
      @Id
          @Nullable
          @Description(
              "The channels that are told of a broken feed and of what waits for approval, at most 10.")
          List<@NonNull String> channelIds) {}

  @Description("A retraining to take back.")
  public record RollBackRetraining(
      @Id @NonNull @Description("The run: CANARY or PROMOTED.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @NonNull @Description("Why, at most 1,000 characters.") String reason) {}
}
