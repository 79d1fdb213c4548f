package io.keelson.api.catalog.expectation;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;

/**
 * What is expected of a table, in Great Expectations' words.
 *
 * @param name such as {@code expect_column_values_to_not_be_null}
 * @param table the one that is meant; null for each table of the version
 * @param column null where the expectation knows none
 * @param arguments the others of Great Expectations' arguments
 * @param mostly the least share of a column's values that must be as expected, 0 to 1
 */
public record Expectation(
    String name,
    String table,
    String column,
    JsonObject arguments,
    BigDecimal mostly,
    Severity severity,
    OnEmpty onEmpty) {
  public Expectation {
    arguments = arguments == null ? new JsonObject() : arguments.copy();
  }

  @Override
  public JsonObject arguments() {
    return arguments.copy();
  }

  /** As the program that checks is told of it. */
  JsonObject json(int position) {
    return new JsonObject()
        .put("id", String.valueOf(position))
        .put("name", name)
        .put("table", table)
        .put("column", column)
        .put("arguments", arguments)
        .put("mostly", mostly)
        .put("severity", severity.name())
        .put("onEmpty", onEmpty.name());
  }

  static Expectation of(JsonObject json) {
    return new Expectation(
        json.getString("name"),
        json.getString("table"),
        json.getString("column"),
        json.getJsonObject("arguments"),
        new BigDecimal(json.getValue("mostly").toString()),
        Severity.valueOf(json.getString("severity")),
        OnEmpty.valueOf(json.getString("onEmpty")));
  }
}
