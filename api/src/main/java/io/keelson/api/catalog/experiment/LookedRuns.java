package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.experiment.RunLists.Scope;
import io.keelson.api.catalog.experiment.filter.RunConditions;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The beginning of a statement: {@code looked}, the runs of a list that are looked at, and {@code
 * cut}, the last of them that all are there down to; none where that is the end of the list. Those
 * of one project or experiment come in the order of its index, so that no condition is asked of
 * more of them than a page needs.
 */
final class LookedRuns {
  /** Of each project, where there are many. */
  private static final int MIN_LOOKED = 200;

  private static final int PROJECTS_LOOKED_AT_IN_FULL = 20;

  private final List<Object> params = new ArrayList<>();
  private String sql;

  private LookedRuns(UUID tenantId) {
    place(tenantId);
  }

  /**
   * @param beforeId null for the newest
   * @param most of one project, experiment or tenant; of several projects a bounded multiple
   */
  static LookedRuns of(
      ProjectAccess access,
      Principal principal,
      Scope scope,
      RunFilter filter,
      UUID beforeId,
      int most) {
    LookedRuns looked = new LookedRuns(principal.tenantId());
    Set<UUID> visible = access.visibleProjects(principal, Permission.RUN_READ);
    String newest =
        "SELECT r.*, row_number() OVER (ORDER BY r.id DESC) AS place FROM catalog.run r WHERE r.tenant_id = $1"
            + RunConditions.archived(filter, "r")
            + (beforeId == null ? "" : " AND r.id < " + looked.place(beforeId));
    String source =
        switch (scope) {
          case Scope.OfExperiment of ->
              newest
                  + " AND r.experiment_id = "
                  + looked.place(of.experimentId())
                  + (visible == null ? "" : " AND r.project_id = ANY (" + looked.ids(visible) + ")")
                  + looked.down(most);
          case Scope.OfProject of -> {
            access.require(principal, Permission.RUN_READ, of.projectId(), "project");
            yield looked.ofProjects(newest, Set.of(of.projectId()), most);
          }
          case Scope.OfTenant() ->
              visible == null && filter.projectIds() == null
                  ? newest + looked.down(most)
                  : looked.ofProjects(newest, wanted(visible, filter), most);
        };
    looked.sql =
        """
        WITH looked AS NOT MATERIALIZED (
          %s
        ), cut AS (
          SELECT id FROM looked WHERE place = $%d ORDER BY id DESC LIMIT 1
        )
        """
            .formatted(source, looked.params.size());
    return looked;
  }

  private static Set<UUID> wanted(Set<UUID> visible, RunFilter filter) {
    if (filter.projectIds() == null) {
      return visible;
    }
    return visible == null
        ? filter.projectIds()
        : Set.copyOf(filter.projectIds().stream().filter(visible::contains).toList());
  }

  /** Down an index that ends with the id, for each of them; together a bounded number. */
  private String ofProjects(String newest, Set<UUID> projects, int most) {
    if (projects.size() == 1) {
      return newest + " AND r.project_id = " + place(projects.iterator().next()) + down(most);
    }
    int each =
        projects.size() <= PROJECTS_LOOKED_AT_IN_FULL
            ? most
            : Math.clamp(
                (long) PROJECTS_LOOKED_AT_IN_FULL * most / projects.size(),
                Math.min(MIN_LOOKED, most),
                most);
    return "SELECT newest.* FROM unnest(%s::uuid[]) AS seen (project_id) CROSS JOIN LATERAL (%s AND r.project_id = seen.project_id%s) AS newest"
        .formatted(ids(projects), newest, down(each));
  }

  /** The number is the statement's last parameter so far. */
  private String down(int most) {
    return " ORDER BY r.id DESC LIMIT " + place(most);
  }

  private String ids(Set<UUID> ids) {
    return place(ids.toArray(UUID[]::new));
  }

  /** Those of the filter on {@code r}, each beginning with AND. */
  String conditions(RunFilter filter) {
    return RunConditions.of(filter, "r", params);
  }

  String place(Object value) {
    params.add(value);
    return "$" + params.size();
  }

  NewestFirst.Statement statement(String select) {
    return new NewestFirst.Statement(sql + select, params.toArray());
  }
}
