package io.keelson.api.graphql.retraining;

import static io.keelson.api.graphql.GraphTypes.ALERT_RULE;
import static io.keelson.api.graphql.GraphTypes.CHANNEL;
import static io.keelson.api.graphql.GraphTypes.DATASET;
import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.EXPECTATION_SUITE;
import static io.keelson.api.graphql.GraphTypes.EXPERIMENT;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.api.retraining.policy.PolicyVersion;
import io.vertx.core.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collector;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What policies were, as the API shows it. */
public final class PolicyVersionTypes {
  private PolicyVersionTypes() {}

  @Name("RetrainingPolicyVersion")
  @Description("A retraining policy as it was in a version.")
  public record PolicyVersionType(@Ignore PolicyVersion of) {
    @NonNull
    @Description("Which; 1 for the first.")
    public Integer getVersion() {
      return of.version();
    }

    @NonNull
    @Description(
        "All of it, with the fields of SetRetrainingPolicyInput but modelId and expectedVersion: what is sent with these sets the same again.")
    public JsonObject getText() {
      return RetrainingTypes.json(text(of.spec()));
    }

    @Description("When it was set; null where it was set before that was kept.")
    public OffsetDateTime getSetAt() {
      return of.setAt();
    }

    @Description("Who set it; null where it was set before that was kept.")
    public ActorType getSetBy() {
      return of.setBy() == null ? null : ActorType.of(of.setBy());
    }
  }

  private static io.vertx.core.json.JsonObject text(PolicySpec spec) {
    io.vertx.core.json.JsonObject text =
        new io.vertx.core.json.JsonObject()
            .put("active", spec.active())
            .put("onNewData", spec.onNewData())
            .put("alertRuleId", GraphTypes.id(ALERT_RULE, spec.alertRuleId()))
            .put("datasetId", GraphTypes.id(DATASET, spec.datasetId()))
            .put("evaluationDatasetId", GraphTypes.id(DATASET, spec.evaluationDatasetId()))
            .put("experimentId", GraphTypes.id(EXPERIMENT, spec.experimentId()))
            .put("target", spec.target())
            .put("parameters", spec.parameters())
            .put("suiteId", GraphTypes.id(EXPECTATION_SUITE, spec.suiteId()))
            .put("minNewRows", spec.minNewRows())
            .put("maxCost", spec.maxCost().toPlainString())
            .put("maxPValue", spec.maxPValue())
            .put("cooldown", spec.cooldown().toString())
            .put("maxTrainings", spec.maxTrainings())
            .put("period", spec.period().toString())
            .put("endpointId", GraphTypes.id(ENDPOINT, spec.endpointId()))
            .put("canary", array(spec.canary().stream().map(PolicyVersionTypes::step).toList()))
            .put(
                "channelIds",
                array(spec.channelIds().stream().map(id -> GraphTypes.id(CHANNEL, id)).toList()));
    PolicySpec.Schedule schedule = spec.schedule();
    PolicySpec.Transform transform = spec.transform();
    return text.put(
            "schedule",
            schedule == null ? null : object("cron", schedule.cron(), "zone", schedule.zone()))
        .put(
            "transform",
            transform == null
                ? null
                : object(
                        "datasetId",
                        GraphTypes.id(DATASET, transform.datasetId()),
                        "sql",
                        transform.sql())
                    .put("labelsDatasetId", GraphTypes.id(DATASET, transform.labelsDatasetId())));
  }

  private static io.vertx.core.json.JsonObject step(PolicySpec.CanaryStep step) {
    return object("weight", step.weight(), "hold", step.hold().toString());
  }

  private static io.vertx.core.json.JsonObject object(
      String one, Object value, String other, Object otherValue) {
    return new io.vertx.core.json.JsonObject().put(one, value).put(other, otherValue);
  }

  private static JsonArray array(List<?> items) {
    return items.stream().collect(Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll));
  }

  @Name("RetrainingPolicyVersionEdge")
  @Description("A version in a page.")
  public record PolicyVersionEdge(
      @NonNull @Description("The version.") PolicyVersionType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("RetrainingPolicyVersionConnection")
  @Description("A page of versions.")
  public record PolicyVersionConnection(
      @NonNull @Description("The versions with their cursors.")
          List<@NonNull PolicyVersionEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static PolicyVersionConnection of(Page<PolicyVersion> page) {
      return new PolicyVersionConnection(
          page.edges(
              (version, cursor) -> new PolicyVersionEdge(new PolicyVersionType(version), cursor)),
          page.info());
    }
  }
}
