package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import java.util.UUID;

/** Alerts as the loop writes them. */
public final class StoredAlerts {
  private StoredAlerts() {}

  /** One of the rule that fires. */
  public static String firing(TestEndpoints endpoints, UUID tenantId, String ruleId) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.alert
                  (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
                SELECT r.tenant_id, $3, r.id, r.project_id, 'FIRING', now(), now(), now(), 1
                FROM catalog.alert_rule r
                WHERE r.tenant_id = $1 AND r.id = $2
                """,
                tenantId,
                GlobalId.decode("id", GraphTypes.ALERT_RULE, ruleId),
                id));
    return GraphTypes.id(GraphTypes.ALERT, id);
  }
}
