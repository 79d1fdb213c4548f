package io.keelson.api.graphql.people;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.role.CustomRole;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Custom roles as the API shows them. */
public final class RoleTypes {
  private RoleTypes() {}

  @Name("CustomRole")
  @Description("A set of permissions that the tenant named for itself.")
  public record CustomRoleType(@Ignore CustomRole role) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.ROLE, role.id());
    }

    @NonNull
    @Description("Unlike those of the tenant's other roles, whatever the case.")
    public String getName() {
      return role.name();
    }

    @Description("What it is for.")
    public String getDescription() {
      return role.description();
    }

    @NonNull
    @Description("What its holders may do.")
    public List<@NonNull Permission> getPermissions() {
      return role.permissions().stream().sorted().toList();
    }

    @NonNull
    @Description("How many members, teams, service accounts and invitations hold it somewhere.")
    public Integer getHolders() {
      return role.holders();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return role.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(role.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return role.version();
    }
  }

  @Description("A role to make.")
  public record CreateRole(
      @NonNull @Description("1 to 200 characters; no other role of the tenant has it.") String name,
      @Description("What it is for; up to 4,000 characters.") String description,
      @NonNull @Description("At least one; the caller holds each in the whole tenant.")
          List<@NonNull Permission> permissions) {}

  @Description("What a role shall be; what is left out stays.")
  public record UpdateRole(
      @Id @NonNull @Description("The role.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @Description("1 to 200 characters; no other role of the tenant has it.") String name,
      @Description("What it is for; up to 4,000 characters.") String description,
      @Description(
              "At least one; the caller holds what is added or taken wherever the role is granted.")
          List<Permission> permissions) {}
}
