package io.keelson.api.graphql.engine;

import io.keelson.api.http.OutsideJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What each scalar takes as a number: only what its type holds, whether it stands in a document or
 * in the JSON of variables. How it is written makes no difference: 1e2 and 100.0 are 100.
 */
enum NumberInput {
  INT("Int", false, "Int, a whole number of 32 bits") {
    @Override
    Object exact(BigDecimal number) {
      return number.intValueExact();
    }
  },

  /** Beyond what a caller's language can say, it comes as text. */
  BIG_INTEGER("BigInteger", true, "a whole number of 64 bits") {
    @Override
    Object exact(BigDecimal number) {
      return number.longValueExact();
    }
  },

  /** Rounded to the nearest, as everywhere; what is beyond the largest is no number. */
  FLOAT("Float", false, "Float, a finite number of 64 bits") {
    @Override
    Object exact(BigDecimal number) {
      double nearest = number.doubleValue();
      if (Double.isInfinite(nearest)) {
        throw new ArithmeticException("Overflow");
      }
      return nearest;
    }
  },

  BIG_DECIMAL("BigDecimal", true, "a decimal number") {
    @Override
    Object exact(BigDecimal number) {
      if (Math.abs((long) number.scale()) > OutsideJson.MAX_DIGITS) {
        throw new ArithmeticException("Overflow");
      }
      return number;
    }
  };

  private static final Map<String, NumberInput> BY_SCALAR =
      Arrays.stream(values()).collect(Collectors.toMap(it -> it.scalar, Function.identity()));

  private final String scalar;
  private final boolean takesText;
  private final String expected;

  NumberInput(String scalar, boolean takesText, String expected) {
    this.scalar = scalar;
    this.takesText = takesText;
    this.expected = expected;
  }

  /** Empty for a scalar that is no number. */
  static Optional<NumberInput> of(String scalar) {
    return Optional.ofNullable(BY_SCALAR.get(scalar));
  }

  /** What it takes, for the error. */
  String expected() {
    return expected;
  }

  /**
   * @param value as it was read from a document or from JSON
   * @return what our code gets: {@link Integer}, {@link Long}, {@link Double} or {@link
   *     BigDecimal}; null when the value is not one of the scalar's
   */
  Object take(Object value) {
    try {
      BigDecimal number = number(value);
      return number == null ? null : exact(number);
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * @throws ArithmeticException when the type does not hold it
   */
  abstract Object exact(BigDecimal number);

  private BigDecimal number(Object value) {
    return switch (value) {
      case Integer number -> BigDecimal.valueOf(number);
      case Long number -> BigDecimal.valueOf(number);
      case BigInteger number -> new BigDecimal(number);
      case BigDecimal number -> number;
      case String text when takesText && text.length() <= OutsideJson.MAX_DIGITS ->
          new BigDecimal(text);
      case null, default -> null;
    };
  }
}
