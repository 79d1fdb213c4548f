package io.keelson.api.catalog.validation;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What the job said of one expectation on one table. What it says is not trusted: it ran beside a
 * tenant's data.
 *
 * @param table null where the expectation names one that is not there
 * @param observed as JSON
 */
record CheckLine(
    int position,
    String table,
    boolean success,
    String error,
    Long elements,
    Long missing,
    Long unexpected,
    Double unexpectedPercent,
    String observed,
    JsonArray samples) {
  private static final int MAX_SAMPLES = 20;
  private static final int MAX_PERCENT = 100;
  private static final int MAX_TEXT = 2_000;

  /** Empty where it is none. */
  static Optional<CheckLine> read(JsonObject json, String table) {
    try {
      return Optional.of(
          new CheckLine(
              Integer.parseInt(json.getString("id")),
              table,
              json.getBoolean("success"),
              cut(json.getString("errored")),
              count(json, "elementCount"),
              count(json, "missingCount"),
              count(json, "unexpectedCount"),
              percent(json, "unexpectedPercent"),
              observed(json.getValue("observedValue")),
              samples(json.getJsonArray("samples"))));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Long count(JsonObject json, String name) {
    Long count = json.getLong(name);
    if (count != null && count < 0) {
      throw new IllegalArgumentException(name);
    }
    return count;
  }

  private static Double percent(JsonObject json, String name) {
    Double percent = json.getDouble(name);
    if (percent != null && !(percent >= 0 && percent <= MAX_PERCENT)) {
      throw new IllegalArgumentException(name);
    }
    return percent;
  }

  private static String observed(Object value) {
    if (value == null) {
      return null;
    }
    String text = Json.encode(value);
    return text.length() <= MAX_TEXT ? text : Json.encode(cut(text));
  }

  private static JsonArray samples(JsonArray all) {
    JsonArray some = new JsonArray();
    if (all != null) {
      all.stream().limit(MAX_SAMPLES).forEach(value -> some.add(sample(value)));
    }
    return some;
  }

  private static Object sample(Object value) {
    String text = Json.encode(value);
    return text.length() <= MAX_TEXT ? value : cut(text);
  }

  private static String cut(String text) {
    if (text == null) {
      return null;
    }
    String whole = text.replace("\0", "");
    return whole.length() <= MAX_TEXT ? whole : whole.substring(0, MAX_TEXT) + "…";
  }
}
