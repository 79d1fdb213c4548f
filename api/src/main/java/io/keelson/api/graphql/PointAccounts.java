package io.keelson.api.graphql;

import io.keelson.api.identity.Visitor;
import io.keelson.api.main.KeelsonConfig;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.rate.PointAccount;
import io.keelson.tenancy.rate.RateLimits;
import io.keelson.tenancy.refusal.Refusals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whose points a caller takes: the tenant's, and of these the API key's. */
@ApplicationScoped
public class PointAccounts {
  private final RateLimits limits;
  private final Refusals refusals;
  private final PointUse use;
  private final KeelsonConfig config;

  PointAccounts(RateLimits limits, Refusals refusals, PointUse use, KeelsonConfig config) {
    this.limits = limits;
    this.refusals = refusals;
    this.use = use;
    this.config = config;
  }

  /** Only processes that callers come to share the points. */
  void start(@Observes StartupEvent event) {
    if (config.roles().contains("api")) {
      limits.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    limits.close();
  }

  /** A person who has named no tenant has points of their own. */
  public PointCharge of(Visitor visitor) {
    PointAccount account =
        visitor
            .principal()
            .map(this::ofTenant)
            .orElseGet(() -> limits.account(visitor.person().orElseThrow().id()));
    return new PointCharge(account, visitor.principal(), refusals, use);
  }

  private PointAccount ofTenant(Principal principal) {
    return limits.account(principal.tenantId(), principal.keyId());
  }
}
