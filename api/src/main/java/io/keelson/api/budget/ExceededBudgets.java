package io.keelson.api.budget;

import io.keelson.billing.budget.BudgetExceeded;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Puts it on the record of the tenant that a budget was exceeded. */
@ApplicationScoped
public class ExceededBudgets implements EventHandler {
  private static final UUID PLATFORM = new UUID(0, 0);
  private final AuditLog audit;

  public ExceededBudgets(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public String name() {
    return "exceeded-budgets";
  }

  @Override
  public Set<String> types() {
    return Set.of(BudgetExceeded.TYPE);
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    BudgetExceeded exceeded = BudgetExceeded.of(event.payload());
    Principal platform =
        new Principal(
            Principal.Kind.PLATFORM,
            PLATFORM,
            event.tenantId(),
            null,
            "platform",
            Set.of(),
            Map.of(),
            null);
    audit.record(
        tx,
        Caller.platform(platform, null),
        "budgetExceeded",
        "budget",
        exceeded.budgetId(),
        exceeded.projectId(),
        AuditOutcome.DONE,
        Map.of(
            "period", exceeded.length().name(),
            "from", exceeded.period().from().toString(),
            "amount", exceeded.amount().toString(),
            "spent", exceeded.spent().toString()));
  }
}
