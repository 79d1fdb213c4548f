package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.ROLE;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.people.RoleTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.role.CustomRoles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** The roles that a tenant names for itself. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RoleApi {
  private final CallContext call;
  private final CustomRoles roles;
  private final OwnTenant own;

  RoleApi(CallContext call, CustomRoles roles, OwnTenant own) {
    this.call = call;
    this.roles = roles;
    this.own = own;
  }

  @NonNull
  @Description("The roles that the tenant named for itself, by name; at most 50.")
  public List<@NonNull CustomRoleType> roles(@Source TenantType tenant) {
    return roles.list(own.principal(tenant)).stream().map(CustomRoleType::new).toList();
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Names a set of permissions, each of which the caller holds in the whole tenant.")
  public CustomRoleType createRole(@NonNull @Description("The role.") CreateRole input) {
    return new CustomRoleType(
        roles.create(
            call.caller(),
            new CustomRoles.NewRole(input.name(), input.description(), set(input.permissions()))));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Changes a role, and with it what all its holders may do: the caller holds what is added or taken wherever it is granted.")
  public CustomRoleType updateRole(@NonNull @Description("What it shall be.") UpdateRole input) {
    return new CustomRoleType(
        roles.update(
            call.caller(),
            new CustomRoles.RoleUpdate(
                GlobalId.decode("input.id", ROLE, input.id()),
                input.expectedVersion(),
                input.name(),
                input.description(),
                input.permissions() == null ? null : set(input.permissions()))));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Removes a role that nobody holds and single sign-on does not give; CONFLICT otherwise.")
  public CustomRoleType deleteRole(
      @Id @NonNull @Description("The role.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new CustomRoleType(
        roles.delete(call.caller(), GlobalId.decode("id", ROLE, id), expectedVersion));
  }

  private static Set<Permission> set(List<Permission> permissions) {
    Set<Permission> set = EnumSet.noneOf(Permission.class);
    set.addAll(GraphTypes.items("input.permissions", permissions));
    return set;
  }
}
