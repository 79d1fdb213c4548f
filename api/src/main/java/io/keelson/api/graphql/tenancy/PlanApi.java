package io.keelson.api.graphql.tenancy;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.people.OwnTenant;
import io.keelson.api.graphql.tenancy.TenancyTypes.KeyPolicyType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.tenancy.tenant.KeyPolicy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What an organisation has agreed to and wants, for whoever holds something in it. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class PlanApi {
  private final OwnTenant own;

  PlanApi(OwnTenant own) {
    this.own = own;
  }

  @NonNull
  @Description("The plan that says what it may have.")
  public String plan(@Source TenantType tenant) {
    own.requireHolder(tenant);
    return tenant.tenant().plan();
  }

  @Description("Since when it is on that plan; null where that was before the platform kept it.")
  public OffsetDateTime planSince(@Source TenantType tenant) {
    own.requireHolder(tenant);
    return tenant.tenant().planSince();
  }

  @NonNull
  @Description("What the organisation wants of its API keys.")
  public KeyPolicyType keyPolicy(@Source TenantType tenant) {
    own.requireHolder(tenant);
    KeyPolicy policy = tenant.tenant().keyPolicy();
    return new KeyPolicyType(policy.maxLife(), policy.unusedAfter());
  }
}
