package io.keelson.api.catalog.project;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a caller may read where, as three parameters of SQL, for lists whose things are read with
 * different permissions.
 *
 * @param everywhere in the whole tenant
 * @param projects in each of these, too, the permission of the same place in {@code inProjects}
 */
public record HeldPermissions(String[] everywhere, UUID[] projects, String[] inProjects) {
  private static final String READS = "_READ";

  public static HeldPermissions of(Principal principal) {
    List<UUID> projects = new ArrayList<>();
    List<String> inProjects = new ArrayList<>();
    for (Map.Entry<UUID, Set<Permission>> project : principal.byProject().entrySet()) {
      for (String permission : reads(project.getValue())) {
        projects.add(project.getKey());
        inProjects.add(permission);
      }
    }
    return new HeldPermissions(
        reads(principal.everywhere()),
        projects.toArray(UUID[]::new),
        inProjects.toArray(String[]::new));
  }

  private static String[] reads(Set<Permission> permissions) {
    return permissions.stream()
        .map(Permission::name)
        .filter(name -> name.endsWith(READS))
        .toArray(String[]::new);
  }

  /**
   * The condition.
   *
   * @param permission the expression of a permission's name
   * @param project the expression of the project's id
   * @param first the number of the first of the three parameters
   */
  public static String condition(String permission, String project, int first) {
    return """
        (%1$s = ANY ($%3$d::text[]) OR (%2$s, %1$s) IN (
          SELECT held.project_id, held.permission
          FROM unnest($%4$d::uuid[], $%5$d::text[]) AS held (project_id, permission)))
        """
        .formatted(permission, project, first, first + 1, first + 2);
  }
}
