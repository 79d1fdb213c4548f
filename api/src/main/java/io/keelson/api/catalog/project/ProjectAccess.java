package io.keelson.api.catalog.project;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.ProjectCheck;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Asks the authorizer about things inside projects, so that a hidden thing and a missing one look
 * the same.
 */
@ApplicationScoped
public class ProjectAccess implements ProjectCheck {
  /** What is said to whoever would change something in it. */
  public static final String REMOVING = "the project is being removed";

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

  /**
   * {@link #require} for something about to be made in the project, which must exist.
   *
   * @throws Conflict when it is being removed
   */
  public void requireIn(
      Transaction tx, Principal principal, Permission permission, UUID projectId) {
    authorizer.require(principal, permission, projectId);
    requireAll(tx, Set.of(projectId));
  }

  @Override
  public void requireAll(Transaction tx, Set<UUID> projectIds) {
    if (projectIds.isEmpty()) {
      return;
    }
    Row held =
        tx.one(
                "SELECT known, removing FROM catalog.hold_projects($1, $2)",
                tx.tenantId(),
                projectIds.toArray(UUID[]::new))
            .orElseThrow();
    if (held.getLong("known") != projectIds.size()) {
      throw new NotFound("project");
    }
    if (held.getLong("removing") > 0) {
      throw new Conflict(REMOVING);
    }
  }

  /** The projects whose things the caller may see, as a parameter of SQL: null for all of them. */
  public UUID[] visible(Principal principal, Permission permission) {
    return array(authorizer.projectsWith(principal, permission));
  }

  /**
   * {@link #visible} for what other things refer to, which is left out and never refused: none for
   * whoever holds the permission nowhere.
   */
  public UUID[] visibleIfAny(Principal principal, Permission permission) {
    return array(authorizer.projectsWithIfAny(principal, permission));
  }

  private static UUID[] array(Set<UUID> projects) {
    return projects == null ? null : projects.toArray(UUID[]::new);
  }

  /** The same as a set, for lists of a whole tenant: null for all of them. */
  public Set<UUID> visibleProjects(Principal principal, Permission permission) {
    return authorizer.projectsWith(principal, permission);
  }
}
