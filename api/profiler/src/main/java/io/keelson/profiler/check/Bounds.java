package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code min_value}, {@code max_value}, {@code strict_min} and {@code strict_max}. */
final class Bounds {
  private final Engine engine;
  private final Operand operand;

  private Bounds(Engine engine, Operand operand) {
    this.engine = engine;
    this.operand = operand;
  }

  /** One of the two. */
  private enum Side {
    MIN("min_value", ">", RoundingMode.CEILING),
    MAX("max_value", "<", RoundingMode.FLOOR);

    private final String argument;
    private final String operator;
    private final RoundingMode inwards;

    Side(String argument, String operator, RoundingMode inwards) {
      this.argument = argument;
      this.operator = operator;
      this.inwards = inwards;
    }
  }

  /**
   * That a value lies between, in SQL; null where the value is.
   *
   * @throws NotJudged when a bound is of another kind than the value
   */
  static String condition(Engine engine, Expectation expectation, Operand operand)
      throws NotJudged, SQLException {
    List<String> conditions = new ArrayList<>();
    Bounds bounds = new Bounds(engine, operand);
    for (Side side : Side.values()) {
      JsonNode bound = expectation.argument(side.argument);
      if (bound != null) {
        conditions.add(bounds.condition(side, bound, isStrict(expectation, side)));
      }
    }
    return Sql.all(conditions);
  }

  /** Whether a figure lies between. NaN never does. */
  static boolean hold(Expectation expectation, double figure) throws NotJudged {
    for (Side side : Side.values()) {
      JsonNode bound = expectation.argument(side.argument);
      if (bound == null) {
        continue;
      }
      double end = Numbers.of(bound).doubleValue();
      boolean isInside = side == Side.MIN ? figure > end : figure < end;
      if (!isInside && (figure != end || isStrict(expectation, side))) {
        return false;
      }
    }
    return !Double.isNaN(figure);
  }

  private static boolean isStrict(Expectation expectation, Side side) {
    return expectation.flag(side == Side.MIN ? "strict_min" : "strict_max", false);
  }

  private String condition(Side side, JsonNode bound, boolean isStrict)
      throws NotJudged, SQLException {
    return switch (operand.type().family()) {
      case EXACT -> exact(side, Numbers.of(bound), isStrict);
      case FLOATING -> compare(side, isStrict, floating(Numbers.of(bound), operand.type()));
      case TEXT -> compare(side, isStrict, Sql.literal(text(side, bound)));
      // A date is compared with a time of day as its midnight.
      case TIMESTAMP ->
          compare(
              side,
              isStrict,
              temporal(
                  side,
                  bound,
                  operand.type().name().equals("DATE") ? "TIMESTAMP" : operand.type().name()));
      case TIME -> compare(side, isStrict, temporal(side, bound, "TIME"));
      case BOOLEAN, OTHER -> throw new NotJudged(operand.type().name() + " has no order");
    };
  }

  private String compare(Side side, boolean isStrict, String literal) {
    return operand.sql() + " " + side.operator + (isStrict ? " " : "= ") + literal;
  }

  /** In the value's own type, so that no digit is lost and nothing overflows. */
  private String exact(Side side, BigDecimal bound, boolean isStrict) {
    ColumnType type = operand.type();
    if (bound.compareTo(type.min()) < 0 || bound.compareTo(type.max()) > 0) {
      boolean isBeyond = side == Side.MIN ? bound.signum() > 0 : bound.signum() < 0;
      return "(%s AND %s)".formatted(operand.isThere(), isBeyond ? "FALSE" : "TRUE");
    }
    BigDecimal rounded = bound.setScale(type.scale(), side.inwards);
    return compare(
        side,
        isStrict && rounded.compareTo(bound) == 0,
        "'%s'::%s".formatted(rounded.toPlainString(), type.name()));
  }

  /** Of a FLOAT the nearest FLOAT, as numpy compares it. */
  static String floating(BigDecimal number, ColumnType type) {
    return type.name().equals("FLOAT") && Float.isFinite(number.floatValue())
        ? "'" + number.floatValue() + "'::FLOAT"
        : "'" + number.doubleValue() + "'::DOUBLE";
  }

  private String text(Side side, JsonNode bound) throws NotJudged {
    if (!bound.isTextual()) {
      throw unfit(side, bound, "text");
    }
    return bound.textValue();
  }

  private String temporal(Side side, JsonNode bound, String type) throws NotJudged, SQLException {
    String text = engine.cast(List.of(text(side, bound)), type).getFirst();
    if (text == null) {
      throw unfit(side, bound, "ISO 8601");
    }
    return Sql.literal(text) + "::" + type;
  }

  private NotJudged unfit(Side side, JsonNode bound, String expected) {
    return new NotJudged(
        "%s is %s (expected: %s, as the column is %s)"
            .formatted(side.argument, Text.cut(bound.toString()), expected, operand.type().name()));
  }
}
