package io.keelson.tenancy.access;

import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The one place that says yes or no. */
@ApplicationScoped
public class Authorizer {

  /**
   * @param projectId the project the thing belongs to, or null when it belongs to the tenant as a
   *     whole
   * @throws NotFound the caller may not even know of the project
   * @throws Forbidden the caller may see the project but lacks the permission
   */
  public void require(Principal principal, Permission permission, UUID projectId) {
    if (principal == null || permission == null) {
      throw new Unauthenticated("sign in, or send an API key as bearer token");
    }
    if (principal.may(permission, projectId)) {
      return;
    }
    if (projectId != null && !principal.may(Permission.PROJECT_READ, projectId)) {
      throw new NotFound("project");
    }
    throw new Forbidden(permission.name());
  }

  /**
   * For lists: the projects whose things the caller may see.
   *
   * @return null for all of them, else exactly these
   * @throws Forbidden when the caller holds the permission nowhere
   */
  public Set<UUID> projectsWith(Principal principal, Permission permission) {
    Set<UUID> projects = projectsWithIfAny(principal, permission);
    if (projects != null && projects.isEmpty()) {
      throw new Forbidden(permission.name());
    }
    return projects;
  }

  /**
   * For references, which are left out and never refused: {@link #projectsWith}, empty for whoever
   * holds the permission nowhere.
   */
  public Set<UUID> projectsWithIfAny(Principal principal, Permission permission) {
    if (principal == null) {
      throw new Unauthenticated("sign in, or send an API key as bearer token");
    }
    if (principal.everywhere().contains(permission)) {
      return null;
    }
    Set<UUID> projects = new HashSet<>();
    principal
        .byProject()
        .forEach(
            (project, permissions) -> {
              if (permissions.contains(permission)) {
                projects.add(project);
              }
            });
    return projects;
  }
}
