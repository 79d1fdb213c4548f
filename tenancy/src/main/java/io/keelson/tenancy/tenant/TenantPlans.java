package io.keelson.tenancy.tenant;

import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.quota.PlansConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How an operator moves a tenant to another plan. Its quotas are the new plan's from then on, its
 * rate within two minutes. What is there stays, also beyond a lower limit, which stops only growth;
 * limits that an operator has set for this tenant alone hold on.
 */
@ApplicationScoped
public class TenantPlans {
  private static final String STANDARD = "standard";

  private final Tenants tenants;
  private final Mutations mutations;
  private final PlansConfig config;
  private final InstantSource clock;

  public TenantPlans(
      Tenants tenants, Mutations mutations, PlansConfig config, InstantSource clock) {
    this.tenants = tenants;
    this.mutations = mutations;
    this.config = config;
    this.clock = clock;
  }

  /**
   * @param expectedPlan the one that the tenant is on
   * @param reason for the tenant to read in its audit log
   */
  public record Move(UUID tenantId, String plan, String expectedPlan, String reason) {}

  /**
   * @throws OperatorsOnly for anybody else
   * @throws Invalid for a plan that is not configured, or a reason that is missing or longer than
   *     1,000 characters
   * @throws NotFound when there is no such tenant
   * @throws Conflict when it is on another plan than expected
   */
  public Tenant move(OperatorCall call, Move move) {
    OperatorCall.requireReason(move.reason());
    Input.name("input.plan", move.plan());
    Input.name("input.expectedPlan", move.expectedPlan());
    if (call.operator() == null) {
      throw new OperatorsOnly();
    }
    SortedSet<String> plans = names();
    if (!plans.contains(move.plan())) {
      throw new Invalid("input.plan", move.plan(), "one of " + String.join(", ", plans));
    }
    mutations.run(
        call.in(tenants.get(move.tenantId())),
        "setTenantPlan",
        move,
        tx -> {
          tx.updateOne(
              "the tenant is not on the plan " + move.expectedPlan(),
              """
              UPDATE tenancy.tenant
              SET plan = $2, plan_since = CASE WHEN plan = $2 THEN plan_since ELSE $4 END, version = version + 1
              WHERE tenant_id = $1 AND plan = $3
              """,
              tx.tenantId(),
              move.plan(),
              move.expectedPlan(),
              OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
          return new Changed(
              "tenant",
              tx.tenantId(),
              null,
              Map.of("plan", move.plan(), "before", move.expectedPlan(), "reason", move.reason()));
        });
    return tenants.get(move.tenantId());
  }

  private SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(config.byName().keySet());
    names.add(STANDARD);
    return names;
  }
}
