package io.keelson.api.graphql.engine;

import static io.keelson.api.graphql.engine.NumberInput.BIG_DECIMAL;
import static io.keelson.api.graphql.engine.NumberInput.BIG_INTEGER;
import static io.keelson.api.graphql.engine.NumberInput.FLOAT;
import static io.keelson.api.graphql.engine.NumberInput.INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberInputTest {
  @Test
  void wholeNumbersAreTakenToTheEndsOfTheirTypes() {
    assertThat(INT.take(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(INT.take((long) Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(INT.take(BigInteger.valueOf(Integer.MIN_VALUE))).isEqualTo(Integer.MIN_VALUE);
    assertThat(BIG_INTEGER.take(1)).isEqualTo(1L);
    assertThat(BIG_INTEGER.take(BigInteger.valueOf(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(BIG_INTEGER.take("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2147483648", "-2147483649", "4294967309", "18446744073709551631", "1e30"})
  void whatHasMoreThan32BitsIsNoInt(String number) {
    assertThat(INT.take(new BigDecimal(number))).isNull();
    assertThat(INT.take(new BigDecimal(number).toBigInteger())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551621",
        "1e30",
        "1e999999999"
      })
  void whatHasMoreThan64BitsIsNoBigInteger(String number) {
    assertThat(BIG_INTEGER.take(new BigDecimal(number))).isNull();
    assertThat(BIG_INTEGER.take(number)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "0.1", "-1e-9", "1e-999999999"})
  void aFractionIsNoWholeNumber(String number) {
    assertThat(INT.take(new BigDecimal(number))).isNull();
    assertThat(BIG_INTEGER.take(new BigDecimal(number))).isNull();
    assertThat(BIG_INTEGER.take(number)).isNull();
  }

  @Test
  void howANumberIsWrittenMakesNoDifference() {
    assertThat(INT.take(new BigDecimal("1.0"))).isEqualTo(1);
    assertThat(INT.take(new BigDecimal("1e2"))).isEqualTo(100);
    assertThat(BIG_INTEGER.take(new BigDecimal("1.0"))).isEqualTo(1L);
    assertThat(BIG_INTEGER.take("1e2")).isEqualTo(100L);
  }

  @Test
  void aFloatIsFinite() {
    assertThat(FLOAT.take(1)).isEqualTo(1.0);
    assertThat(FLOAT.take(new BigDecimal("0.1"))).isEqualTo(0.1);
    assertThat(FLOAT.take(BigDecimal.valueOf(-Double.MAX_VALUE))).isEqualTo(-Double.MAX_VALUE);
    assertThat(FLOAT.take(new BigDecimal("1e-400"))).isEqualTo(0.0);
    assertThat(FLOAT.take(new BigDecimal("1e309"))).isNull();
    assertThat(FLOAT.take(BigInteger.TEN.pow(400).negate())).isNull();
  }

  @Test
  void aDecimalIsAnyThatCanBeWrittenOut() {
    assertThat(BIG_DECIMAL.take("0.10")).isEqualTo(new BigDecimal("0.10"));
    assertThat(BIG_DECIMAL.take(BigInteger.TEN.pow(400))).isEqualTo(BigDecimal.TEN.pow(400));
    assertThat(BIG_DECIMAL.take("1e999999999")).isNull();
    assertThat(BIG_DECIMAL.take("1e-999999999")).isNull();
  }

  @Test
  void textIsTakenOnlyOfWhatMayHaveTooManyDigitsForACaller() {
    assertThat(INT.take("1")).isNull();
    assertThat(FLOAT.take("1")).isNull();
    assertThat(FLOAT.take("NaN")).isNull();
    for (NumberInput scalar : List.of(BIG_INTEGER, BIG_DECIMAL)) {
      assertThat(scalar.take("1")).isNotNull();
      for (String text : List.of("", " ", "ten", "NaN", "0x1", "1".repeat(1_001))) {
        assertThat(scalar.take(text)).as(text).isNull();
      }
    }
  }

  @Test
  void whatIsNoNumberIsNone() {
    for (NumberInput scalar : NumberInput.values()) {
      for (Object value : List.of(true, List.of(1), Map.of("x", 1))) {
        assertThat(scalar.take(value)).as("%s as %s", value, scalar).isNull();
      }
      assertThat(scalar.take(null)).isNull();
    }
  }
}
