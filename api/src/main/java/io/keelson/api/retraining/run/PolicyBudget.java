package io.keelson.api.retraining.run;

import io.keelson.billing.budget.BudgetStatus;
import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * What a policy's next run is expected to cost, what is left for it, and what its runs have cost.
 * Amounts are EUR.
 *
 * @param estimate what the last run that was scored cost; without one, the most that a run may
 * @param covered whether a run may cost that, and what is left of each budget that counts for it is
 *     no less; also of budgets that the caller may not read
 * @param budget the one that the caller may read and that leaves the least; null where there is
 *     none
 * @param held what runs of all policies that go on are expected to cost still, as far as that
 *     counts for the budget; without one, those in the project
 * @param left of the budget, less what was spent and what is held, below 0 where it is exceeded;
 *     null without one
 * @param since when the budget's period began; without one, the breaker's period ago
 * @param runs its runs since then that had a job, at most 300
 * @param cost what the jobs of these have cost so far
 */
public record PolicyBudget(
    BigDecimal estimate,
    boolean covered,
    BudgetStatus budget,
    BigDecimal held,
    BigDecimal left,
    OffsetDateTime since,
    int runs,
    BigDecimal cost) {}
