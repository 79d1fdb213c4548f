package io.keelson.api.catalog.expectation;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Suites as Great Expectations writes them: {@code {"expectations":[{"type":…,"kwargs":{…}}]}} of
 * its 1.x, {@code expectation_type} in place of {@code type} of those before. Its severities {@code
 * critical}, {@code warning} and {@code info} are ours; without one a check blocks. An empty column
 * passes where it does there. Types of pandas, NumPy and Spark become the engine's.
 *
 * @see <a href="https://docs.greatexpectations.io/docs/reference/">Great Expectations'
 *     reference</a>
 */
final class GreatExpectations {
  /** How results are shown there, which is no part of what is expected. */
  private static final Set<String> OF_RESULTS =
      Set.of("result_format", "catch_exceptions", "include_config", "batch_id");

  private GreatExpectations() {}

  /**
   * @throws Invalid naming the expectation and its field
   */
  static List<Expectation> read(String field, JsonObject suite) {
    JsonArray all = array(field + ".expectations", suite.getValue("expectations"));
    Input.size(field + ".expectations", all.getList(), 0, ExpectationSuites.MAX_EXPECTATIONS);
    List<Expectation> read = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String at = field + ".expectations[" + i + "]";
      read.add(GreatExpectationsTypes.asOurs(expectation(at, object(at, all.getValue(i)))));
    }
    return read;
  }

  private static Expectation expectation(String at, JsonObject json) {
    Object type = json.getValue("type", json.getValue("expectation_type"));
    if (!(type instanceof String name)) {
      throw new Invalid(at + ".type", type, "the name of an expectation");
    }
    JsonObject arguments =
        json.getValue("kwargs") == null
            ? new JsonObject()
            : object(at + ".kwargs", json.getValue("kwargs")).copy();
    OF_RESULTS.forEach(arguments::remove);
    Object column = arguments.remove("column");
    if (column != null && !(column instanceof String)) {
      throw new Invalid(at + ".kwargs.column", column, "the name of a column");
    }
    return new Expectation(
        name,
        null,
        (String) column,
        arguments,
        mostly(at + ".kwargs.mostly", arguments.remove("mostly")),
        severity(at + ".severity", json.getValue("severity")),
        OnEmpty.PASS);
  }

  private static BigDecimal mostly(String field, Object value) {
    if (value == null) {
      return BigDecimal.ONE;
    }
    if (value instanceof Number) {
      return new BigDecimal(value.toString());
    }
    throw new Invalid(field, value, "a number from 0 to 1");
  }

  private static Severity severity(String field, Object value) {
    return switch (value == null ? null : value.toString()) {
      case null -> Severity.BLOCK;
      case "critical" -> Severity.BLOCK;
      case "warning" -> Severity.WARN;
      case "info" -> Severity.INFO;
      default -> throw new Invalid(field, value, "critical, warning or info");
    };
  }

  private static JsonObject object(String field, Object value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new Invalid(field, value, "an object");
  }

  private static JsonArray array(String field, Object value) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw new Invalid(field, value, "a list");
  }
}
