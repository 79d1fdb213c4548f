package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.drift.WindowFinding.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a window, with those before it, says of one feature.
 *
 * @param verdict of the latest windows together
 * @param psi the population stability index of this window; null without rows on both sides, as the
 *     other two are
 * @param rankShift null of categories, too
 * @param tests of this window; none where its rows are too few
 */
public record FeatureDrift(
    DriftVerdict verdict,
    Double psi,
    Double jensenShannon,
    Double rankShift,
    List<DriftTest> tests) {
  public FeatureDrift {
    tests = List.copyOf(tests);
  }

  /**
   * One criterion.
   *
   * @param byChance what the value exceeds by chance with probability alpha, for these rows and
   *     bins
   * @param floor what it must reach besides
   * @param pValue by itself
   * @param adjustedPValue with all tests of the window in view
   */
  public record DriftTest(
      Divergence divergence,
      double value,
      double byChance,
      double floor,
      double pValue,
      double adjustedPValue,
      boolean drifted) {
    private static DriftTest fromJson(JsonObject json) {
      return new DriftTest(
          Divergence.valueOf(json.getString("divergence")),
          json.getDouble("value"),
          json.getDouble("byChance"),
          json.getDouble("floor"),
          json.getDouble("pValue"),
          json.getDouble("adjustedPValue"),
          json.getBoolean("drifted"));
    }

    private JsonObject toJson() {
      return new JsonObject()
          .put("divergence", divergence.name())
          .put("value", value)
          .put("byChance", byChance)
          .put("floor", floor)
          .put("pValue", pValue)
          .put("adjustedPValue", adjustedPValue)
          .put("drifted", drifted);
    }
  }

  /** What its window says by itself. */
  Outcome outcome() {
    if (tests.isEmpty()) {
      return Outcome.UNTESTED;
    }
    return tests.stream().anyMatch(DriftTest::drifted) ? Outcome.DRIFTED : Outcome.CLEAR;
  }

  FeatureDrift with(DriftVerdict other) {
    return new FeatureDrift(other, psi, jensenShannon, rankShift, tests);
  }

  static FeatureDrift fromJson(JsonObject json) {
    return new FeatureDrift(
        DriftVerdict.valueOf(json.getString("verdict")),
        json.getDouble("psi"),
        json.getDouble("jensenShannon"),
        json.getDouble("rankShift"),
        json.getJsonArray("tests").stream()
            .map(test -> DriftTest.fromJson((JsonObject) test))
            .toList());
  }

  JsonObject toJson() {
    JsonArray array = new JsonArray();
    tests.forEach(test -> array.add(test.toJson()));
    return new JsonObject()
        .put("verdict", verdict.name())
        .put("psi", psi)
        .put("jensenShannon", jensenShannon)
        .put("rankShift", rankShift)
        .put("tests", array);
  }
}
