package io.keelson.api.alert.rule;

import io.vertx.core.json.JsonObject;

/**
 * What was seen at one time.
 *
 * @param value in the unit of the rule's kind; null where there is nothing to judge by
 * @param evidence what it was taken from; without a value it says why there is none
 */
public record Observation(Double value, JsonObject evidence) {
  private static final String WHY = "why";

  public Observation {
    if (value == null && evidence.getString(WHY) == null) {
      throw new IllegalArgumentException(
          "evidence: %s (expected: why there is no value)".formatted(evidence));
    }
  }

  static Observation of(double value, JsonObject evidence) {
    return new Observation(value, evidence);
  }

  static Observation none(String why) {
    return none(why, new JsonObject());
  }

  /**
   * @param evidence what there is none in
   */
  static Observation none(String why, JsonObject evidence) {
    return new Observation(null, evidence.copy().put(WHY, why));
  }

  /** Why there is nothing to judge by, in words; null where there is. */
  String why() {
    return evidence.getString(WHY);
  }
}
