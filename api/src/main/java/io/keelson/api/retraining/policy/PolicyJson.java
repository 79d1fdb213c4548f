package io.keelson.api.retraining.policy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collector;

/** A policy as it is stored, alone and with each of its runs. */
public final class PolicyJson {
  private PolicyJson() {}

  public static JsonObject write(PolicySpec spec) {
    JsonObject json =
        new JsonObject()
            .put("active", spec.active())
            .put("onNewData", spec.onNewData())
            .put("alertRuleId", text(spec.alertRuleId()))
            .put("datasetId", text(spec.datasetId()))
            .put("evaluationDatasetId", text(spec.evaluationDatasetId()))
            .put("experimentId", text(spec.experimentId()))
            .put("target", spec.target())
            .put("parameters", spec.parameters())
            .put("suiteId", text(spec.suiteId()))
            .put("minNewRows", spec.minNewRows())
            .put("maxCost", spec.maxCost().toPlainString())
            .put("maxPValue", spec.maxPValue())
            .put("cooldown", spec.cooldown().toString())
            .put("maxTrainings", spec.maxTrainings())
            .put("period", spec.period().toString())
            .put("endpointId", text(spec.endpointId()))
            .put("canary", array(spec.canary().stream().map(PolicyJson::step).toList()))
            .put("channelIds", array(spec.channelIds().stream().map(UUID::toString).toList()));
    if (spec.schedule() != null) {
      json.put("cron", spec.schedule().cron()).put("zone", spec.schedule().zone());
    }
    if (spec.transform() != null) {
      json.put(
          "transform",
          new JsonObject()
              .put("datasetId", text(spec.transform().datasetId()))
              .put("sql", spec.transform().sql())
              .put("labelsDatasetId", text(spec.transform().labelsDatasetId())));
    }
    return json;
  }

  private static JsonObject step(PolicySpec.CanaryStep step) {
    return new JsonObject().put("weight", step.weight()).put("hold", step.hold().toString());
  }

  public static PolicySpec read(JsonObject json) {
    return new PolicySpec(
        json.getBoolean("active"),
        json.getString("cron") == null
            ? null
            : new PolicySpec.Schedule(json.getString("cron"), json.getString("zone")),
        json.getBoolean("onNewData"),
        id(json, "alertRuleId"),
        id(json, "datasetId"),
        id(json, "evaluationDatasetId"),
        id(json, "experimentId"),
        json.getString("target"),
        json.getJsonObject("parameters"),
        transform(json.getJsonObject("transform")),
        id(json, "suiteId"),
        json.getLong("minNewRows"),
        new BigDecimal(json.getString("maxCost")),
        json.getDouble("maxPValue"),
        Duration.parse(json.getString("cooldown")),
        json.getInteger("maxTrainings"),
        Duration.parse(json.getString("period")),
        id(json, "endpointId"),
        json.getJsonArray("canary").stream()
            .map(JsonObject.class::cast)
            .map(
                step ->
                    new PolicySpec.CanaryStep(
                        step.getInteger("weight"), Duration.parse(step.getString("hold"))))
            .toList(),
        json.getJsonArray("channelIds").stream()
            .map(id -> UUID.fromString(id.toString()))
            .toList());
  }

  private static PolicySpec.Transform transform(JsonObject json) {
    return json == null
        ? null
        : new PolicySpec.Transform(
            id(json, "datasetId"), json.getString("sql"), id(json, "labelsDatasetId"));
  }

  private static UUID id(JsonObject json, String field) {
    String value = json.getString(field);
    return value == null ? null : UUID.fromString(value);
  }

  private static String text(UUID id) {
    return id == null ? null : id.toString();
  }

  private static JsonArray array(List<?> items) {
    return items.stream().collect(Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll));
  }
}
