package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.MEMBER;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.people.InvitationTypes.TransferOwnership;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

/** What members do with their own place in a tenant. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class MembershipApi {
  private final CallContext call;
  private final Members members;
  private final Tenants tenants;

  MembershipApi(CallContext call, Members members, Tenants tenants) {
    this.call = call;
    this.members = members;
    this.tenants = tenants;
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Ends the caller's membership and the keys that they made for themselves, not those of service accounts; the last owner stays.")
  public TenantType leaveTenant(
      @NonNull @Description("The version of the caller's membership that is meant.")
          Integer expectedVersion) {
    members.leave(call.caller(), expectedVersion);
    return new TenantType(tenants.get(call.principal().tenantId()));
  }

  @Mutation
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description("Makes another member an owner, and the caller, who is one, none any more.")
  public TenantType transferOwnership(@NonNull @Description("To whom.") TransferOwnership input) {
    members.transferOwnership(
        call.caller(),
        GlobalId.decode("input.toMemberId", MEMBER, input.toMemberId()),
        input.expectedVersion());
    return new TenantType(tenants.get(call.principal().tenantId()));
  }
}
