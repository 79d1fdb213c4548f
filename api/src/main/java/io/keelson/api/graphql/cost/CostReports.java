package io.keelson.api.graphql.cost;

import io.keelson.api.graphql.cost.CostTypes.CostReportType;
import io.keelson.api.graphql.cost.CostTypes.MoneyType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageScope;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports for whatever has costs. Callers authorise for the scope before they ask. */
@ApplicationScoped
public class CostReports {
  private final CallContext call;
  private final Costs costs;

  CostReports(CallContext call, Costs costs) {
    this.call = call;
    this.costs = costs;
  }

  public CostReportType of(UsageScope scope, Period period) {
    return new CostReportType(
        MoneyType.of(costs.total(call.principal().tenantId(), scope, period)), scope, period);
  }
}
