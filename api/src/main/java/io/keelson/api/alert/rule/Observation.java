package io.keelson.api.alert.rule;

import io.vertx.core.json.JsonObject;

/**
 * What was seen at one time.
 *
 * @param value in the unit of the rule's kind; null where there is nothing to judge by
 * @param evidence what it was taken from
 */
public record Observation(Double value, JsonObject evidence) {
  static Observation of(double value, JsonObject evidence) {
    return new Observation(value, evidence);
  }

  static Observation none(String why) {
    return new Observation(null, new JsonObject().put("why", why));
  }
}
