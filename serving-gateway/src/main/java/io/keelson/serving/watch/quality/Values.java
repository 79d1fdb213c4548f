package io.keelson.serving.watch.quality;

import java.math.BigDecimal;

/** Predictions and labels as text that can be compared. */
final class Values {
  private static final int MAX_NUMBER_CHARACTERS = 32;

  private Values() {}

  /** One text for one number: 1, 1.0 and 1e0 are the same class; any other text is itself. */
  static String canonical(String value) {
    BigDecimal number = decimal(value);
    return number == null ? value : number.stripTrailingZeros().toString();
  }

  /** As a number; null for what is none. */
  static Double number(String value) {
    BigDecimal number = decimal(value);
    return number == null ? null : number.doubleValue();
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
