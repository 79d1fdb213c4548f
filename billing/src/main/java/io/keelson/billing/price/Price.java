package io.keelson.billing.price;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Meter;
import java.time.OffsetDateTime;

/**
 * What one unit of a meter costs.
 *
 * @param resourcePattern a SQL LIKE pattern of resources; {@code %} is any
 * @param unitPrice of one {@link Meter#unit}, unrounded
 * @param validFrom in force from here until a later one of the same pattern
 * @param negotiated true when it is the tenant's own instead of the platform's
 */
public record Price(
    Meter meter,
    String resourcePattern,
    Money unitPrice,
    OffsetDateTime validFrom,
    boolean negotiated) {}
