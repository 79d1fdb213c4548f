package io.keelson.billing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void equalAmountsAreEqualWhateverTheirZeros() {
    assertThat(euros("1.5000")).isEqualTo(euros("1.5"));
    assertThat(euros("1E+3")).isEqualTo(euros("1000.00")).hasToString("1000.00 EUR");
    assertThat(euros("0.00000000")).isEqualTo(Money.ZERO);
  }

  @Test
  void onlyRoundedLosesDigits() {
    Money exact = euros("0.005").plus(euros("0.0000000000000000001"));

    assertThat(exact).hasToString("0.0050000000000000001 EUR");
    assertThat(exact.rounded()).isEqualTo(euros("0.01"));
    assertThat(euros("-0.005").rounded()).isEqualTo(euros("-0.01"));
    assertThat(euros("0.0049999").rounded()).isEqualTo(Money.ZERO);
  }

  /** Property: the order of adding changes no digit. Fixed seed, 1,000 cases. */
  @Test
  void sumsDoNotDependOnTheirOrder() {
    Random random = new Random(20260301);
    for (int i = 0; i < 1_000; i++) {
      Money a = euros(BigDecimal.valueOf(random.nextLong(), random.nextInt(24)).toString());
      Money b = euros(BigDecimal.valueOf(random.nextLong(), random.nextInt(24)).toString());
      Money c = euros(BigDecimal.valueOf(random.nextLong(), random.nextInt(24)).toString());
      assertThat(a.plus(b).plus(c)).isEqualTo(c.plus(a).plus(b));
    }
  }

  @Test
  void currenciesDoNotMix() {
    assertThatThrownBy(() -> Money.ZERO.plus(new Money(BigDecimal.ONE, "USD")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("currency: USD (expected: EUR)");
  }

  private static Money euros(String amount) {
    return Money.euros(new BigDecimal(amount));
  }
}
