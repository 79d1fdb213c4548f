package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.ROLE;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.role.CustomRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;

/** Grants as the API shows and takes them. */
public final class GrantTypes {
  private GrantTypes() {}

  @Name("Grant")
  @Description(
      "A role that is held in the whole tenant or in a project; exactly one of role and customRole is there.")
  public record GrantType(@Ignore Grant grant, @Ignore CustomRole known) {
    public static List<GrantType> all(List<Grant> grants) {
      return grants.stream().map(grant -> new GrantType(grant, null)).toList();
    }

    /** Of a tenant that need not be the caller's, with its roles. */
    static List<GrantType> all(List<Grant> grants, Map<UUID, CustomRole> roles) {
      return grants.stream()
          .map(
              grant ->
                  new GrantType(
                      grant, grant.customRoleId() == null ? null : roles.get(grant.customRoleId())))
          .toList();
    }

    @Description("A built-in role; null for a custom one.")
    public Role getRole() {
      return grant.role();
    }

    @Id
    @Description("The project that it holds in; null for the whole tenant.")
    public String getProjectId() {
      return GraphTypes.id(PROJECT, grant.projectId());
    }
  }

  @Input("GrantInput")
  @Description(
      "A role to hold in the whole tenant or in a project; exactly one of role and customRoleId.")
  public record GrantSpec(
      @Description("A built-in role.") Role role,
      @Id @Description("A role of the tenant's own.") String customRoleId,
      @Id @Description("The project that it holds in; left out for the whole tenant.")
          String projectId) {}

  /**
   * None for null.
   *
   * @throws Invalid for one that names no role or two
   */
  public static List<Grant> grants(String field, List<GrantSpec> specs) {
    List<Grant> grants = new ArrayList<>();
    for (GrantSpec spec : GraphTypes.items(field, specs)) {
      UUID customRole = GraphTypes.optional(field + ".customRoleId", ROLE, spec.customRoleId());
      UUID project = GraphTypes.optional(field + ".projectId", PROJECT, spec.projectId());
      if ((spec.role() == null) == (customRole == null)) {
        throw new Invalid(field + ".role", spec.role(), "exactly one of role and customRoleId");
      }
      grants.add(new Grant(spec.role(), customRole, project));
    }
    return grants;
  }
}
