package io.keelson.tenancy.tenant;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How an operator stops a tenant and lets it go on. A suspended tenant keeps its data; a second
 * later nobody gets in by key or membership, but its owners, who read its audit log and find the
 * reason there. What runs is stopped by whoever handles {@link #SUSPENDED}, and brought back by
 * whoever handles {@link #RESUMED}.
 */
@ApplicationScoped
public class Suspensions {
  public static final String SUSPENDED = "TenantSuspended";
  public static final String RESUMED = "TenantResumed";

  private final Tenants tenants;
  private final Mutations mutations;
  private final Outbox outbox;

  public Suspensions(Tenants tenants, Mutations mutations, Outbox outbox) {
    this.tenants = tenants;
    this.mutations = mutations;
    this.outbox = outbox;
  }

  /**
   * @throws OperatorsOnly for anybody else
   * @throws Invalid for a reason that is missing or longer than 1,000 characters
   * @throws NotFound when there is no such tenant
   * @throws Conflict when it is not active: the state is what the operator expects, for its version
   *     is changed by its owners as often as they like
   */
  public Tenant suspend(OperatorCall call, UUID tenantId, String reason) {
    return move(
        call,
        new Step("suspendTenant", "ACTIVE", "SUSPENDED", SUSPENDED),
        new Wanted(tenantId, reason));
  }

  /**
   * @throws OperatorsOnly for anybody else
   * @throws Invalid for a reason that is missing or longer than 1,000 characters
   * @throws NotFound when there is no such tenant
   * @throws Conflict when it is not suspended
   */
  public Tenant resume(OperatorCall call, UUID tenantId, String reason) {
    return move(
        call,
        new Step("resumeTenant", "SUSPENDED", "ACTIVE", RESUMED),
        new Wanted(tenantId, reason));
  }

  private record Wanted(UUID tenantId, String reason) {}

  private record Step(String action, String from, String to, String event) {}

  private Tenant move(OperatorCall call, Step step, Wanted wanted) {
    OperatorCall.requireReason(wanted.reason());
    if (call.operator() == null) {
      throw new OperatorsOnly();
    }
    Tenant tenant = tenants.get(wanted.tenantId());
    mutations.run(
        call.in(tenant),
        step.action(),
        wanted,
        tx -> {
          tx.updateOne(
              "the tenant is not " + step.from(),
              """
              UPDATE tenancy.tenant
              SET status = $2, version = version + 1
              WHERE tenant_id = $1 AND status = $3
              """,
              tx.tenantId(),
              step.to(),
              step.from());
          outbox.publish(tx, step.event(), tx.tenantId(), new JsonObject());
          return new Changed("tenant", tx.tenantId(), null, Map.of("reason", wanted.reason()));
        });
    return tenants.get(wanted.tenantId());
  }

  /**
   * Whether the tenant of the transaction is in this state, in which it stays until the transaction
   * ends: an event may be handled after the next one.
   */
  public boolean is(Transaction tx, TenantStatus status) {
    return tx.one(
            "SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 AND status = $2 FOR SHARE",
            tx.tenantId(),
            status.name())
        .isPresent();
  }

  /** Keeps what a feature brings back when the tenant resumes; what it kept before stays. */
  public void remember(Transaction tx, String feature, JsonObject stopped) {
    tx.update(
        """
        INSERT INTO tenancy.suspension (tenant_id, feature, stopped)
        VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, feature) DO NOTHING
        """,
        tx.tenantId(),
        feature,
        stopped);
  }

  /** What the feature kept, once. */
  public Optional<JsonObject> recall(Transaction tx, String feature) {
    return tx.one(
            "DELETE FROM tenancy.suspension WHERE tenant_id = $1 AND feature = $2 RETURNING stopped",
            tx.tenantId(),
            feature)
        .map(row -> row.getJsonObject("stopped"));
  }
}
