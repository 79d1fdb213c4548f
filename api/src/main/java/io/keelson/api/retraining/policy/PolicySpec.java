package io.keelson.api.retraining.policy;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What has a model trained anew, what is trained, what it must show and where it goes.
 *
 * @param active false for a policy that nothing triggers
 * @param schedule null for none
 * @param onNewData whether a new VALIDATED version of the data set triggers
 * @param alertRuleId whose alerts trigger once they fire; null for none
 * @param datasetId what is trained on: its newest version
 * @param evaluationDatasetId its newest version is what champion and challenger are scored on
 * @param experimentId where the trainings' runs are
 * @param target the column that is predicted
 * @param parameters of the trainer, beside task, data and target
 * @param transform what makes the data that is trained on of the newest version; null where that is
 *     trained on as it is
 * @param suiteId the suite of expectations that what is trained on must have been VALIDATED by;
 *     null for whichever was in force
 * @param minNewRows how many rows with a label must be trained on that the last training did not
 *     have: more than it had; of data that is collected, as many, since each version is new
 * @param maxCost EUR that one run may be estimated to cost
 * @param maxPValue the challenger is better below it
 * @param cooldown from the end of a run that trained; doubles while the alert outlives the model
 * @param maxTrainings in each period; further triggers are declined
 * @param endpointId what the challenger is deployed to; null for none
 * @param canary the steps of the rollout there; empty without an endpoint, or as the endpoint's own
 *     rollout policy says
 * @param channelIds who is told of a broken feed, and of what waits for approval
 */
public record PolicySpec(
    boolean active,
    Schedule schedule,
    boolean onNewData,
    UUID alertRuleId,
    UUID datasetId,
    UUID evaluationDatasetId,
    UUID experimentId,
    String target,
    JsonObject parameters,
    Transform transform,
    UUID suiteId,
    long minNewRows,
    BigDecimal maxCost,
    double maxPValue,
    Duration cooldown,
    int maxTrainings,
    Duration period,
    UUID endpointId,
    List<CanaryStep> canary,
    List<UUID> channelIds) {

  /** See {@link io.keelson.api.retraining.schedule.CronSchedule}. */
  public record Schedule(String cron, String zone) {}

  /**
   * A share of the traffic for a while.
   *
   * @param weight the challenger's percentage, 1 to 99
   */
  public record CanaryStep(int weight, Duration hold) {}

  /**
   * One SELECT over the newest version, which it knows as {@link #INPUT}; of data that is
   * collected, over all versions since the last training, as one table.
   *
   * @param datasetId whose next version it makes
   * @param labelsDatasetId whose versions it knows as {@link #LABELS}, as one table; null for none
   */
  public record Transform(UUID datasetId, String sql, UUID labelsDatasetId) {
    public static final String INPUT = "data";
    public static final String LABELS = "labels";
  }

  public PolicySpec {
    canary = List.copyOf(canary);
    channelIds = List.copyOf(channelIds);
  }

  /** Whose versions are trained on: the data set's own, or what the transform makes. */
  public UUID trainedDatasetId() {
    return transform == null ? datasetId : transform.datasetId();
  }

  /** Whether something other than a schedule is to be looked for. */
  public boolean watches() {
    return onNewData || alertRuleId != null;
  }
}
