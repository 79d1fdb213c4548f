package io.keelson.api.catalog.project;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Asks the authorizer about things inside projects, so that a hidden thing and a missing one look
 * the same.
 */
@ApplicationScoped
public class ProjectAccess {
  private final Authorizer authorizer;

  public ProjectAccess(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /**
   * @param what how the thing is called when the caller may not know that it exists, such as {@code
   *     data set}
   * @throws NotFound when the caller may not even see the project
   * @throws io.keelson.tenancy.failure.Forbidden when they may, but lack the permission
   */
  public void require(Principal principal, Permission permission, UUID projectId, String what) {
    try {
      authorizer.require(principal, permission, projectId);
    } catch (NotFound e) {
      throw new NotFound(what);
    }
  }

  /** {@link #require} for something about to be made in the project, which must exist. */
  public void requireIn(
      Transaction tx, Principal principal, Permission permission, UUID projectId) {
    authorizer.require(principal, permission, projectId);
    boolean found =
        tx.one(
                "SELECT 1 FROM catalog.project WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                projectId)
            .isPresent();
    if (!found) {
      throw new NotFound("project");
    }
  }

  /** The projects whose things the caller may see, as a parameter of SQL: null for all of them. */
  public UUID[] visible(Principal principal, Permission permission) {
    Set<UUID> projects = authorizer.projectsWith(principal, permission);
    return projects == null ? null : projects.toArray(UUID[]::new);
  }

  /** The same as a set, for lists of a whole tenant: null for all of them. */
  public Set<UUID> visibleProjects(Principal principal, Permission permission) {
    return authorizer.projectsWith(principal, permission);
  }
}
