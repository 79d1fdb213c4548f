package io.keelson.api.graphql.people;

import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.api.graphql.people.RoleTypes.CustomRoleType;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.role.CustomRole;
import io.keelson.tenancy.role.CustomRoles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Source;

/** What grants name, for all grants of a level at once. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class GrantFields {
  private final CallContext call;
  private final CustomRoles roles;
  private final Projects projects;

  GrantFields(CallContext call, CustomRoles roles, Projects projects) {
    this.call = call;
    this.roles = roles;
    this.projects = projects;
  }

  @Description("A role of the tenant's own; null for a built-in one.")
  public List<CustomRoleType> customRole(@Source List<GrantType> sources) {
    Map<UUID, CustomRole> found = new HashMap<>();
    sources.stream()
        .map(GrantType::known)
        .filter(Objects::nonNull)
        .forEach(role -> found.put(role.id(), role));
    List<UUID> ids =
        GraphTypes.distinct(sources, source -> source.grant().customRoleId()).stream()
            .filter(id -> !found.containsKey(id))
            .toList();
    if (!ids.isEmpty() && isInTenant()) {
      found.putAll(roles.byIds(call.principal(), ids));
    }
    return sources.stream()
        .map(source -> source.grant().customRoleId())
        .map(id -> id == null || !found.containsKey(id) ? null : new CustomRoleType(found.get(id)))
        .toList();
  }

  @Description(
      "The project that it holds in; null for the whole tenant, and where the caller may not see it: projectId tells.")
  public List<ProjectType> project(@Source List<GrantType> sources) {
    Map<UUID, ProjectType> found = new HashMap<>();
    List<UUID> ids = GraphTypes.distinct(sources, source -> source.grant().projectId());
    if (!ids.isEmpty() && isInTenant()) {
      GraphTypes.inBatches(ids, batch -> projects.byIds(call.principal(), batch))
          .forEach((id, project) -> found.put(id, new ProjectType(project)));
    }
    return GraphTypes.join(sources, source -> source.grant().projectId(), found);
  }

  /** Whoever is only invited is in none. */
  private boolean isInTenant() {
    return call.visitor().flatMap(Visitor::principal).isPresent();
  }
}
