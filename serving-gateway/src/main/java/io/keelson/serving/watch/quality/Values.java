package io.keelson.serving.watch.quality;

import java.math.BigDecimal;

/** Predictions and labels as text that can be compared. */
final class Values {
  private static final int MAX_NUMBER_CHARACTERS = 32;

  /** Sums of squares of larger ones would leave the range of a double. */
  private static final double MAX_NUMBER = 1e100;

  private Values() {}

  /** One text for one number: 1, 1.0 and 1e0 are the same class; any other text is itself. */
  static String canonical(String value) {
    BigDecimal number = decimal(value);
    return number == null ? value : number.stripTrailingZeros().toString();
  }

  /** As a number; null for what is none, or beyond 1e100 either way. */
  static Double number(String value) {
    BigDecimal number = decimal(value);
    boolean isNumber = number != null && Math.abs(number.doubleValue()) <= MAX_NUMBER;
    return isNumber ? Double.valueOf(number.doubleValue()) : null;
  }

  private static BigDecimal decimal(String value) {
    if (value.isEmpty() || value.length() > MAX_NUMBER_CHARACTERS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(value);
      return Double.isFinite(number.doubleValue()) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
