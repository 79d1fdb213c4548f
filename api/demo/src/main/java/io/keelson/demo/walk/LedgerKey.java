package io.keelson.demo.walk;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * What the lines of the project's bill are told apart by.
 *
 * @param day in UTC, as {@code 2026-01-31}
 * @param unitPrice without zeros at the end, so that equal prices are equal
 */
record LedgerKey(String resource, String day, String meter, BigDecimal unitPrice, String currency)
    implements Comparable<LedgerKey> {
  private static final Comparator<LedgerKey> ORDER =
      Comparator.comparing(LedgerKey::day)
          .thenComparing(LedgerKey::resource)
          .thenComparing(LedgerKey::meter)
          .thenComparing(LedgerKey::unitPrice)
          .thenComparing(LedgerKey::currency);

  LedgerKey {
    unitPrice = unitPrice.stripTrailingZeros();
  }

  @Override
  public int compareTo(LedgerKey other) {
    return ORDER.compare(this, other);
  }
}
