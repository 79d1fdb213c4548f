package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One expectation of a suite.
 *
 * @param id the suite's own, once in it
 * @param table which table of a version it is about; null where there is one
 * @param column null for kinds that have none
 * @param arguments as {@link ExpectationName#arguments()} allows
 * @param mostly the least share of the values considered that must be as expected, 0 to 1
 */
public record Expectation(
    String id,
    ExpectationName name,
    String table,
    String column,
    ObjectNode arguments,
    BigDecimal mostly,
    Severity severity,
    OnEmpty onEmpty) {

  /** What comes of one that fails. */
  public enum Severity {
    BLOCK,
    WARN
  }

  /** What becomes of one that finds nothing to look at. */
  public enum OnEmpty {
    FAIL,
    /** What Great Expectations says. */
    PASS
  }

  /** Null when it is not given. */
  JsonNode argument(String argument) {
    JsonNode value = arguments.get(argument);
    return value == null || value.isNull() ? null : value;
  }

  boolean flag(String argument, boolean otherwise) {
    JsonNode value = argument(argument);
    return value == null ? otherwise : value.booleanValue();
  }

  String text(String argument, String otherwise) {
    JsonNode value = argument(argument);
    return value == null ? otherwise : value.textValue();
  }

  List<String> texts(String argument) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : argument(argument)) {
      all.add(one.textValue());
    }
    return all;
  }
}
