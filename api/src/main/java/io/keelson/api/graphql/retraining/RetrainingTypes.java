package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.billing.money.Money;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Policies as the API shows them. */
public final class RetrainingTypes {
  private RetrainingTypes() {}

  static JsonObject json(io.vertx.core.json.JsonObject json) {
    return Json.createReader(new StringReader(json.encode())).readObject();
  }

  @Name("RetrainingSchedule")
  @Description("Times at which a policy is triggered; see RetrainingScheduleInput.")
  public record ScheduleType(
      @NonNull @Description("Minute, hour, day of the month, month, day of the week.") String cron,
      @NonNull @Description("The time zone.") String zone) {}

  @Name("RetrainingCanaryStep")
  @Description("A share of the traffic for a while.")
  public record CanaryStepType(
      @NonNull @Description("The challenger's percentage.") Integer weight,
      @NonNull @Description("How long it lasts at least.") Duration hold) {}

  @Name("RetrainingTransform")
  @Description("What makes the data that is trained on.")
  public record TransformType(
      @Id @NonNull @Description("The data set whose next version it makes.") String datasetId,
      @NonNull
          @Description(
              "One SELECT over the newest VALIDATED version, which is called data; of data that is collected, over those since the last training as one table, the newest 100 of them.")
          String sql,
      @Id @Description("The data set that it knows as labels; null for none.")
          String labelsDatasetId) {}

  @Name("RetrainingBreaker")
  @Description("How often a policy has trained of late.")
  public record BreakerType(
      @NonNull
          @Description(
              "Runs in the period that trained, or whose transform ran although they did not; since the policy was last set at most.")
          Integer trainings,
      @NonNull @Description("At so many, further triggers are declined.") Integer limit,
      @NonNull @Description("The period.") Duration period,
      @NonNull @Description("Whether triggers are declined for it now.") Boolean open) {}

  @Name("RetrainingPolicy")
  @Description(
      "What has a model trained anew. Its pipeline is data, transform, checks, train, evaluate, register, approve, deploy: it trains with the tabular trainer, on data as it is unless it has a transform. It acts with the rights of whoever set it last.")
  public record RetrainingPolicyType(@Ignore RetrainingPolicy policy) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.RETRAINING_POLICY, policy.id());
    }

    @Id
    @NonNull
    @Description("The registered model.")
    public String getModelId() {
      return GraphTypes.id(GraphTypes.MODEL, policy.modelId());
    }

    @NonNull
    @Description("Whether anything but a call triggers it.")
    public Boolean getActive() {
      return policy.spec().active();
    }

    @Description("When it is triggered; null for no schedule.")
    public ScheduleType getSchedule() {
      PolicySpec.Schedule schedule = policy.spec().schedule();
      return schedule == null ? null : new ScheduleType(schedule.cron(), schedule.zone());
    }

    @NonNull
    @Description("Whether each new VALIDATED version of its data set triggers it.")
    public Boolean getOnNewData() {
      return policy.spec().onNewData();
    }

    @Id
    @Description("The rule whose alerts trigger it; null for none.")
    public String getAlertRuleId() {
      return GraphTypes.id(GraphTypes.ALERT_RULE, policy.spec().alertRuleId());
    }

    @Id
    @NonNull
    @Description("The data set that is trained on.")
    public String getDatasetId() {
      return GraphTypes.id(GraphTypes.DATASET, policy.spec().datasetId());
    }

    @Id
    @NonNull
    @Description("The data set that champion and challenger are scored on.")
    public String getEvaluationDatasetId() {
      return GraphTypes.id(GraphTypes.DATASET, policy.spec().evaluationDatasetId());
    }

    @Id
    @NonNull
    @Description("Where the trainings' runs are.")
    public String getExperimentId() {
      return GraphTypes.id(GraphTypes.EXPERIMENT, policy.spec().experimentId());
    }

    @NonNull
    @Description("The column with the label.")
    public String getTarget() {
      return policy.spec().target();
    }

    @NonNull
    @Description("Parameters of the tabular trainer beside task, data and target.")
    public JsonObject getParameters() {
      return json(policy.spec().parameters());
    }

    @Description("What makes the data that is trained on; null where that is trained on as it is.")
    public TransformType getTransform() {
      PolicySpec.Transform transform = policy.spec().transform();
      return transform == null
          ? null
          : new TransformType(
              GraphTypes.id(GraphTypes.DATASET, transform.datasetId()),
              transform.sql(),
              GraphTypes.id(GraphTypes.DATASET, transform.labelsDatasetId()));
    }

    @Id
    @Description(
        "The suite of expectations that what is trained on must have been VALIDATED by; null for whichever was in force.")
    public String getSuiteId() {
      return GraphTypes.id(GraphTypes.EXPECTATION_SUITE, policy.spec().suiteId());
    }

    @NonNull
    @Description(
        "How many rows with a label there must be among what is trained on that the last training did not have: as many more than it had; of data that is collected, as many in what came since.")
    public Long getMinNewRows() {
      return policy.spec().minNewRows();
    }

    @NonNull
    @Description("What a run may be estimated to cost.")
    public MoneyType getMaxCost() {
      return MoneyType.of(Money.euros(policy.spec().maxCost()));
    }

    @NonNull
    @Description("The challenger is better when McNemar's test says less.")
    public Double getMaxPValue() {
      return policy.spec().maxPValue();
    }

    @NonNull
    @Description("How long only calls trigger it after a run that trained, before it doubles.")
    public Duration getCooldown() {
      return policy.spec().cooldown();
    }

    @Description("Until when only calls trigger it; null where nothing cools down.")
    public OffsetDateTime getCooldownUntil() {
      return policy.cooldownUntil();
    }

    @NonNull
    @Description("How often the cooldown has doubled, 0 to 5.")
    public Integer getDoublings() {
      return policy.doublings();
    }

    @Id
    @Description("What an approved challenger is deployed to; null for nothing.")
    public String getEndpointId() {
      return GraphTypes.id(GraphTypes.ENDPOINT, policy.spec().endpointId());
    }

    @NonNull
    @Description(
        "The steps of the rollout there, at most 20; none for those of the endpoint's rollout policy.")
    public List<@NonNull CanaryStepType> getCanary() {
      return policy.spec().canary().stream()
          .map(step -> new CanaryStepType(step.weight(), step.hold()))
          .toList();
    }

    @Id
    @NonNull
    @Description(
        "The channels that are told of a broken feed and of what waits for approval, at most 10.")
    public List<@NonNull String> getChannelIds() {
      return policy.spec().channelIds().stream()
          .map(id -> GraphTypes.id(GraphTypes.CHANNEL, id))
          .toList();
    }

    @NonNull
    @Description("Who set it last, and with whose rights it acts.")
    public ActorType getSetBy() {
      return ActorType.of(policy.setBy());
    }

    @NonNull
    @Description("When it was last set.")
    public OffsetDateTime getSetAt() {
      return policy.setAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return policy.version();
    }
  }
}
