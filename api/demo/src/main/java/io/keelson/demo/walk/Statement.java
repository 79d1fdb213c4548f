package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Quantities and amounts by line, summed without rounding. */
final class Statement {

  /** What a line comes to; equal sums are equal whatever zeros they were written with. */
  record Sum(BigDecimal quantity, BigDecimal amount) {
    Sum {
      quantity = quantity.stripTrailingZeros();
      amount = amount.stripTrailingZeros();
    }

    Sum plus(Sum other) {
      return new Sum(quantity.add(other.quantity), amount.add(other.amount));
    }
  }

  private final SortedMap<LedgerKey, Sum> lines = new TreeMap<>();

  /** Adds a line of a cost report by resource and day. */
  void addCostLine(JsonNode line) {
    add(line, line.path("day").asText());
  }

  /**
   * Adds a line of the ledger, after checking its own arithmetic.
   *
   * @throws io.keelson.demo.step.CheckFailed unless its amount is quantity × unit price
   */
  void addLedgerLine(JsonNode line) {
    BigDecimal quantity = Answers.decimal(line.path("quantity"));
    BigDecimal price = Answers.decimal(line.path("unitPrice").path("amount"));
    BigDecimal amount = Answers.decimal(line.path("amount").path("amount"));
    Check.that(
        quantity.multiply(price).compareTo(amount) == 0,
        "ledger line %s: %s × %s = %s",
        line.path("id").asText(),
        quantity,
        price,
        amount);
    OffsetDateTime from = OffsetDateTime.parse(line.path("from").asText());
    add(line, from.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toString());
  }

  private void add(JsonNode line, String day) {
    LedgerKey key =
        new LedgerKey(
            line.path("resource").asText(""),
            day,
            line.path("meter").asText(),
            Answers.decimal(line.path("unitPrice").path("amount")),
            line.path("amount").path("currency").asText());
    Sum sum =
        new Sum(
            Answers.decimal(line.path("quantity")),
            Answers.decimal(line.path("amount").path("amount")));
    lines.merge(key, sum, Sum::plus);
  }

  SortedMap<LedgerKey, Sum> lines() {
    return lines;
  }

  /** All amounts together. */
  BigDecimal total() {
    return amount("");
  }

  /** What all lines come to whose meter begins so. */
  BigDecimal amount(String meterPrefix) {
    return sum(meterPrefix, Sum::amount);
  }

  /** The quantity of all lines whose meter begins so. */
  BigDecimal quantity(String meterPrefix) {
    return sum(meterPrefix, Sum::quantity);
  }

  private BigDecimal sum(String meterPrefix, Function<Sum, BigDecimal> part) {
    return lines.entrySet().stream()
        .filter(line -> line.getKey().meter().startsWith(meterPrefix))
        .map(line -> part.apply(line.getValue()))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .stripTrailingZeros();
  }
}
