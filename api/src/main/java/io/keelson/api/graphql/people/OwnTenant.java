package io.keelson.api.graphql.people;

import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.tenant.TenantStatus;
import io.keelson.tenancy.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What a tenant holds is shown of the tenant that the request names, and of no other: by that name
 * a request is admitted, under the rules of that tenant.
 */
@ApplicationScoped
public class OwnTenant {
  private final CallContext call;
  private final Tenants tenants;

  OwnTenant(CallContext call, Tenants tenants) {
    this.call = call;
    this.tenants = tenants;
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

  /**
   * {@link #principal} of a tenant that is not suspended: an owner of one that is reads its audit
   * log and nothing else.
   *
   * @throws Invalid for another tenant of the caller's
   * @throws Forbidden while it is suspended
   */
  public Principal active(TenantType tenant) {
    Principal principal = principal(tenant);
    requireActive(tenant.tenant());
    return principal;
  }

  /**
   * The same for the tenant of the request.
   *
   * @throws Forbidden while it is suspended
   */
  public Principal active() {
    Principal principal = call.principal();
    requireActive(tenants.get(principal.tenantId()));
    return principal;
  }

  /**
   * Lets through whoever holds something in the tenant, be it in a single project, while it is not
   * suspended, and whoever runs the installation.
   *
   * @throws Invalid for another tenant of the caller's
   * @throws Forbidden for anybody else
   */
  public void requireHolder(TenantType tenant) {
    if (call.operator().isPresent()) {
      return;
    }
    Principal principal = active(tenant);
    if (principal.everywhere().isEmpty() && principal.byProject().isEmpty()) {
      throw new NotShown("a role in the organisation");
    }
  }

  private static void requireActive(Tenant tenant) {
    if (tenant.status() == TenantStatus.SUSPENDED) {
      throw new NotShown("an organisation that is not suspended; its owners read its audit log");
    }
  }

  private static final class NotShown extends Forbidden {
    private static final long serialVersionUID = 1L;
    private final String needed;

    NotShown(String needed) {
      super(needed);
      this.needed = needed;
    }

    @Override
    public String getMessage() {
      return "needs " + needed;
    }
  }
}
