package io.keelson.billing.cost;

import io.keelson.billing.money.Money;
import java.util.List;

/** Lines and their total of one moment of the ledger; the lines sum to the total, unrounded. */
public record CostReport(Money total, List<CostLine> lines) {
  public CostReport {
    lines = List.copyOf(lines);
  }
}
