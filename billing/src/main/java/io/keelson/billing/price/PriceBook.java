package io.keelson.billing.price;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Meter;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The prices of the platform and those a tenant has negotiated. The platform's operator sets both;
 * the application only reads them.
 */
@ApplicationScoped
public class PriceBook {
  private static final int MAX_PRICES = 1_000;

  /** Both books; row-level security leaves of the second one the tenant's own. */
  private static final String BOOKS =
      """
      SELECT meter, resource_pattern, unit_price, currency, valid_from, false AS negotiated
      FROM billing.price
      UNION ALL
      SELECT meter, resource_pattern, unit_price, currency, valid_from, true
      FROM billing.tenant_price
      WHERE tenant_id = $1
      """;

  private static final String IN_FORCE =
      """
      SELECT meter, resource_pattern, unit_price, currency, valid_from, negotiated
      FROM (%s) AS book
      WHERE meter = $2
        AND $3 LIKE resource_pattern
        AND valid_from <= $4
      ORDER BY negotiated DESC, length(resource_pattern) DESC, resource_pattern, valid_from DESC
      LIMIT 1
      """
          .formatted(BOOKS);

  private static final String LIST =
      """
      SELECT DISTINCT ON (meter, resource_pattern, negotiated)
        meter, resource_pattern, unit_price, currency, valid_from, negotiated
      FROM (%s) AS book
      WHERE valid_from <= $2
      ORDER BY meter, resource_pattern, negotiated, valid_from DESC
      LIMIT $3
      """
          .formatted(BOOKS);

  /**
   * The price for the transaction's tenant at a moment: the tenant's own before the platform's,
   * then the longest pattern that fits the resource, then the latest.
   *
   * @throws Unavailable when none is in force: usage without a price is never recorded as free
   */
  public Price inForce(Transaction tx, Meter meter, String resource, OffsetDateTime at) {
    return find(tx, meter, resource, at)
        .orElseThrow(
            () ->
                new Unavailable(
                    "no price of %s for %s is in force at %s"
                        .formatted(meter.meterName(), resource, at),
                    null));
  }

  /** The same; empty when none is in force. */
  public Optional<Price> find(Transaction tx, Meter meter, String resource, OffsetDateTime at) {
    return tx.one(IN_FORCE, tx.tenantId(), meter.meterName(), resource, at).map(PriceBook::price);
  }

  /** Every price in force at a moment, by meter and pattern; at most 1,000. */
  public List<Price> list(Transaction tx, OffsetDateTime at) {
    return tx.list(PriceBook::price, LIST, tx.tenantId(), at, MAX_PRICES);
  }

  private static Price price(Row row) {
    return new Price(
        Meter.named(row.getString("meter")),
        row.getString("resource_pattern"),
        new Money(row.getBigDecimal("unit_price"), row.getString("currency")),
        row.getOffsetDateTime("valid_from"),
        row.getBoolean("negotiated"));
  }
}
