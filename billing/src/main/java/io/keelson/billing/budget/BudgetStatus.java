package io.keelson.billing.budget;

import io.keelson.billing.money.Money;
import io.keelson.billing.usage.Period;

/**
 * A budget and how its current period goes.
 *
 * @param spent exactly what {@code Costs} says of the period
 * @param forecast of the whole period, if it goes on as in the last seven days
 */
public record BudgetStatus(Budget budget, Period period, Money spent, Money forecast) {}
