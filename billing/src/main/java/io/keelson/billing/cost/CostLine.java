package io.keelson.billing.cost;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The sum of ledger lines of one meter at one unit price: {@code amount} is quantity × unit price
 * to the last digit. A dimension that was not asked for, or that the ledger lines don't have, is
 * null.
 *
 * @param day in UTC
 * @param runId an id as the ledger's labels have it, as are endpoint and job
 */
public record CostLine(
    UUID projectId,
    String resource,
    LocalDate day,
    String runId,
    String endpointId,
    String jobId,
    Meter meter,
    BigDecimal quantity,
    String unit,
    Money unitPrice,
    Money amount) {}
