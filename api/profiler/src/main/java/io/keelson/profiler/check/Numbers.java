package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers that are small enough to be calculated with: {@code 1e999999999} is text of twelve
 * characters.
 */
final class Numbers {
  private static final int MAX_DIGITS = 400;

  private Numbers() {}

  static boolean isBounded(JsonNode value) {
    return value.isNumber() && isBounded(value.decimalValue());
  }

  private static boolean isBounded(BigDecimal value) {
    return value.precision() <= MAX_DIGITS && Math.abs((long) value.scale()) <= MAX_DIGITS;
  }

  /**
   * @param value a number, also as text
   * @throws NotJudged when it is none
   */
  static BigDecimal of(JsonNode value) throws NotJudged {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    return parse(value.asText())
        .orElseThrow(
            () -> new NotJudged("'" + Text.cut(value.asText()) + "' (expected: a number)"));
  }

  static Optional<BigDecimal> parse(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip())).filter(Numbers::isBounded);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
