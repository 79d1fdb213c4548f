package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@code value_set}, as values of a column's type. What the type cannot hold, such as 1.5 beside
 * integers, is never in the column. Whether a value was written as a number or as text does not
 * matter, since in a CSV file it does not either.
 */
final class ValueSet {
  /** What a lookup begins with, by which statements with too many of them are told. */
  static final String LOOKUP = " IN (SELECT unnest(";

  private static final int MAX_COMPARED = 20;

  /** What was written by its literal. */
  private final Map<String, String> textByLiteral = new LinkedHashMap<>();

  private final List<String> impossible = new ArrayList<>();

  /**
   * @param operand what is looked for in it
   */
  static ValueSet of(Engine engine, Expectation expectation, Operand operand)
      throws SQLException, NotJudged {
    ColumnType type = operand.type();
    List<String> texts = new ArrayList<>();
    for (JsonNode value : expectation.argument("value_set")) {
      texts.add(
          value.isBoolean() && type.family() == ColumnType.Family.EXACT
              ? (value.booleanValue() ? "1" : "0")
              : value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
    }
    ValueSet set = new ValueSet();
    List<String> literals =
        switch (type.family()) {
          case EXACT -> texts.stream().map(text -> exact(text, type)).toList();
          case FLOATING -> texts.stream().map(text -> floating(text, type)).toList();
          case TEXT -> texts.stream().map(Sql::literal).toList();
          case TIMESTAMP, TIME -> temporal(engine, texts, type.name());
          case BOOLEAN, OTHER -> throw new NotJudged(type.name() + " is in no set");
        };
    for (int i = 0; i < texts.size(); i++) {
      if (literals.get(i) == null) {
        set.impossible.add(texts.get(i));
      } else {
        set.textByLiteral.putIfAbsent(literals.get(i), texts.get(i));
      }
    }
    return set;
  }

  private static String exact(String text, ColumnType type) {
    BigDecimal number = Numbers.parse(text).orElse(null);
    if (number == null
        || number.compareTo(type.min()) < 0
        || number.compareTo(type.max()) > 0
        || number.stripTrailingZeros().scale() > type.scale()) {
      return null;
    }
    return "'%s'::%s"
        .formatted(
            number.setScale(type.scale(), RoundingMode.UNNECESSARY).toPlainString(), type.name());
  }

  private static String floating(String text, ColumnType type) {
    BigDecimal number = Numbers.parse(text).orElse(null);
    return number == null || !Double.isFinite(number.doubleValue())
        ? null
        : Bounds.floating(number, type);
  }

  private static List<String> temporal(Engine engine, List<String> texts, String type)
      throws SQLException {
    List<String> literals = new ArrayList<>();
    for (String text : engine.cast(texts, type)) {
      literals.add(text == null ? null : Sql.literal(text) + "::" + type);
    }
    return literals;
  }

  /**
   * In SQL, that it holds an expression; null where that is null. A few values are compared one by
   * one, many are looked up by a join.
   */
  String holds(String expression) {
    if (textByLiteral.isEmpty()) {
      return "FALSE";
    }
    return textByLiteral.size() <= MAX_COMPARED
        ? textByLiteral.keySet().stream()
            .map(literal -> expression + " = " + literal)
            .collect(Collectors.joining(" OR ", "(", ")"))
        : "%s%s[%s]))".formatted(expression, LOOKUP, String.join(", ", textByLiteral.keySet()));
  }

  /** Those that a column of the type cannot hold, as they were written. */
  List<String> impossible() {
    return impossible;
  }

  boolean isWithoutPossible() {
    return textByLiteral.isEmpty();
  }

  /** A relation of the values {@code v} and how they were written, {@code t}. */
  String relation() {
    return "(SELECT unnest([%s]) AS v, unnest(%s) AS t)"
        .formatted(
            String.join(", ", textByLiteral.keySet()),
            Sql.literals(List.copyOf(textByLiteral.values())));
  }
}
