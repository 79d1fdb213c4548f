package io.keelson.api.retraining.trigger;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** An alert has begun to fire: the policies that it triggers are looked at now. */
@ApplicationScoped
public class FiredAlerts implements EventHandler {
  private final InstantSource clock;

  public FiredAlerts(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "retraining-on-alert";
  }

  @Override
  public Set<String> types() {
    return Set.of("AlertFired");
  }

  @Override
  public String role() {
    return "api";
  }

  /** What triggers is still the alert as it is found: a lost or doubled event changes nothing. */
  @Override
  public void handle(Transaction tx, Event event) {
    tx.update(
        """
        UPDATE catalog.retraining_policy
        SET due_at = $3
        WHERE tenant_id = $1 AND spec ->> 'alertRuleId' = $2 AND due_at > $3
        """,
        tx.tenantId(),
        event.payload().getString("ruleId"),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }
}
