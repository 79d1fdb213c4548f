package io.keelson.billing.money;

import io.keelson.tenancy.failure.Input;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount; only {@link #rounded} loses digits. Equal amounts are equal whatever zeros they
 * were written with: the amount has at least two decimal places and no zeros beyond them.
 *
 * @param currency ISO 4217; {@link #EUR} is the one the platform bills in
 */
public record Money(BigDecimal amount, String currency) {
  public static final String EUR = "EUR";
  public static final Money ZERO = euros(BigDecimal.ZERO);
  private static final int CENT_PLACES = 2;

  public Money {
    BigDecimal stripped = Input.present("amount", amount).stripTrailingZeros();
    amount = stripped.scale() < CENT_PLACES ? stripped.setScale(CENT_PLACES) : stripped;
    Input.present("currency", currency);
  }

  public static Money euros(BigDecimal amount) {
    return new Money(amount, EUR);
  }

  /**
   * @throws IllegalArgumentException when the currencies differ
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "currency: " + other.currency + " (expected: " + currency + ")");
    }
    return new Money(amount.add(other.amount), currency);
  }

  public Money times(BigDecimal quantity) {
    return new Money(amount.multiply(quantity), currency);
  }

  /** To the cent, half away from zero: for a display or the line of an invoice, never for a sum. */
  public Money rounded() {
    return new Money(amount.setScale(CENT_PLACES, RoundingMode.HALF_UP), currency);
  }

  /** Every digit, without an exponent: {@code 0.0000125 EUR}. */
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }
}
