package io.keelson.api.graphql.people;

import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;

/** What a tenant holds is shown of the tenant that the request names, and of no other. */
@ApplicationScoped
public class OwnTenant {
  private final CallContext call;

  OwnTenant(CallContext call) {
    this.call = call;
  }

  /**
   * @throws Invalid for another tenant of the caller's
   */
  public Principal principal(TenantType tenant) {
    Principal principal = call.principal();
    if (!principal.tenantId().equals(tenant.tenant().id())) {
      throw new Invalid(
          "X-Keelson-Tenant", principal.tenantSlug(), tenant.tenant().slug() + ", to see it");
    }
    return principal;
  }
}
