package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An expectation of a suite, as it is read.
 *
 * @param index its place in the suite, from 0
 */
record SuiteEntry(int index, JsonNode json) {
  private static final int MAX_ID_CHARACTERS = 200;
  private static final Set<String> FIELDS =
      Set.of("id", "name", "table", "column", "arguments", "mostly", "severity", "onEmpty");

  InvalidSuite invalid(String field, String problem) {
    return new InvalidSuite("expectations[%d].%s".formatted(index, field), problem);
  }

  Expectation read() throws InvalidSuite {
    if (!json.isObject()) {
      throw new InvalidSuite("expectations[" + index + "]", "is no object");
    }
    for (String field : names(json)) {
      if (!FIELDS.contains(field)) {
        throw invalid(
            Text.cut(field),
            "is unknown (expected: " + String.join(", ", new TreeSet<>(FIELDS)) + ")");
      }
    }
    String id = text("id");
    if (id == null || id.length() > MAX_ID_CHARACTERS) {
      throw invalid("id", "(expected: text of 1 to " + MAX_ID_CHARACTERS + " characters)");
    }
    ExpectationName name = name();
    return new Expectation(
        id,
        name,
        text("table"),
        column(name),
        arguments(name),
        mostly(name),
        choice("severity", Expectation.Severity.class, Expectation.Severity.BLOCK),
        choice("onEmpty", Expectation.OnEmpty.class, Expectation.OnEmpty.FAIL));
  }

  private ExpectationName name() throws InvalidSuite {
    String name = text("name");
    if (name == null) {
      throw invalid("name", "is missing");
    }
    return ExpectationName.of(name)
        .orElseThrow(() -> invalid("name", "'" + Text.cut(name) + "' is no known expectation"));
  }

  private String column(ExpectationName name) throws InvalidSuite {
    String column = text("column");
    if (name.kind().hasColumn() != (column != null)) {
      throw invalid(
          "column",
          column == null
              ? "is missing, which " + name.text() + " looks at"
              : "is not taken by " + name.text());
    }
    return column;
  }

  private BigDecimal mostly(ExpectationName name) throws InvalidSuite {
    JsonNode mostly = json.path("mostly");
    if (mostly.isMissingNode() || mostly.isNull()) {
      return BigDecimal.ONE;
    }
    if (!Numbers.isBounded(mostly)
        || mostly.decimalValue().signum() < 0
        || mostly.decimalValue().compareTo(BigDecimal.ONE) > 0) {
      throw invalid("mostly", "(expected: a number from 0 to 1)");
    }
    BigDecimal share = mostly.decimalValue();
    if (!name.kind().isRowLevel() && share.compareTo(BigDecimal.ONE) != 0) {
      throw invalid("mostly", "is not taken by " + name.text());
    }
    return share;
  }

  private ObjectNode arguments(ExpectationName name) throws InvalidSuite {
    JsonNode arguments = json.path("arguments");
    if (arguments.isMissingNode() || arguments.isNull()) {
      arguments = JsonNodeFactory.instance.objectNode();
    }
    if (!(arguments instanceof ObjectNode all)) {
      throw invalid("arguments", "(expected: an object)");
    }
    Map<String, Argument> known =
        name.arguments().stream().collect(Collectors.toMap(Argument::name, one -> one));
    for (String argument : names(all)) {
      if (argument.equals("row_condition") || argument.equals("condition_parser")) {
        throw invalid(
            "arguments." + argument, "is not supported (select the rows with a transform first)");
      }
      if (!known.containsKey(argument)) {
        throw invalid(
            "arguments." + Text.cut(argument),
            "is unknown to %s (expected: %s)"
                .formatted(
                    name.text(),
                    known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known.keySet()))));
      }
    }
    for (Argument argument : name.arguments()) {
      check(argument, all.path(argument.name()));
    }
    if (name.isBetween()) {
      checkBounds(all);
    }
    return all;
  }

  private void check(Argument argument, JsonNode value) throws InvalidSuite {
    boolean isAbsent = value.isMissingNode() || value.isNull();
    if (isAbsent ? argument.isRequired() : !argument.type().takes(value)) {
      throw invalid(
          "arguments." + argument.name(),
          (isAbsent ? "is missing " : "") + "(expected: " + argument.type().expected() + ")");
    }
  }

  private void checkBounds(ObjectNode arguments) throws InvalidSuite {
    JsonNode min = arguments.path("min_value");
    JsonNode max = arguments.path("max_value");
    if ((min.isMissingNode() || min.isNull()) && (max.isMissingNode() || max.isNull())) {
      throw invalid("arguments.min_value", "is missing, and max_value too (expected: one of them)");
    }
    if (min.isNumber() && max.isNumber() && min.decimalValue().compareTo(max.decimalValue()) > 0) {
      throw invalid("arguments.min_value", "is more than max_value");
    }
  }

  /** Null where it is not given. */
  private String text(String field) throws InvalidSuite {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!ArgumentType.isName(value)) {
      throw invalid(
          field, "(expected: text of 1 to " + Argument.MAX_NAME_CHARACTERS + " characters)");
    }
    return value.textValue();
  }

  private <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise)
      throws InvalidSuite {
    String text = text(field);
    if (text == null) {
      return otherwise;
    }
    for (E one : type.getEnumConstants()) {
      if (one.name().equals(text)) {
        return one;
      }
    }
    throw invalid(
        field, "'%s' (expected: %s)".formatted(Text.cut(text), List.of(type.getEnumConstants())));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
