package io.keelson.tenancy.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The newest rows of a table, across all projects or those a caller may see, as one statement. It
 * goes down an index that ends with the id, once per project or state, and stops when a page is
 * full: no page sorts the rows of a tenant.
 */
public final class NewestFirst {
  /** No id is larger: before the first page. */
  private static final UUID BEYOND_ALL = new UUID(-1L, -1L);

  private final String select;
  private final String alias;

  /** SQL and its parameters. */
  public record Statement(String sql, Object[] params) {}

  /**
   * @param select {@code SELECT … FROM … WHERE tenant_id = $1}, with the columns id, project_id
   *     and, where states are asked for, status
   * @param alias of the table in it with its dot, such as {@code v.}; empty where it has none
   */
  public NewestFirst(String select, String alias) {
    this.select = select;
    this.alias = alias;
  }

  /**
   * @param projectIds null for all of the tenant
   * @param statuses empty for all
   * @param beforeId the last row of the page before, or null for the first page
   */
  public Statement page(
      UUID tenantId,
      Collection<UUID> projectIds,
      Collection<? extends Enum<?>> statuses,
      int limit,
      UUID beforeId) {
    List<Object> params = start(tenantId, limit, beforeId);
    return new Statement(rows(params, projectIds, statuses), params.toArray());
  }

  /**
   * Those whose name contains the text, whatever its case; equal ones first, then those that begin
   * with it, then the newest.
   *
   * @param looked how many of the newest rows are looked at, the bound of the work
   */
  public Statement named(
      UUID tenantId, Collection<UUID> projectIds, String text, int looked, int limit) {
    List<Object> params = start(tenantId, looked, null);
    String rows = rows(params, projectIds, List.of());
    String wanted = "lower(" + place(params, text) + "::text)";
    return new Statement(
        """
        SELECT *
        FROM (%1$s) AS looked
        WHERE strpos(lower(name), %2$s) > 0
        ORDER BY lower(name) = %2$s DESC, starts_with(lower(name), %2$s) DESC, id DESC
        LIMIT %3$s
        """
            .formatted(rows, wanted, place(params, limit)),
        params.toArray());
  }

  private static List<Object> start(UUID tenantId, int limit, UUID beforeId) {
    List<Object> params = new ArrayList<>();
    params.add(tenantId);
    params.add(beforeId == null ? BEYOND_ALL : beforeId);
    params.add(limit);
    return params;
  }

  private String rows(
      List<Object> params, Collection<UUID> projectIds, Collection<? extends Enum<?>> statuses) {
    if (projectIds != null) {
      return ofEachProject(
          place(params, projectIds.toArray(UUID[]::new)),
          statuses.isEmpty()
              ? ""
              : "AND " + alias + "status = ANY (" + names(params, statuses) + ")");
    }
    return statuses.isEmpty() ? select + newest() : inEachState(statuses);
  }

  private static String names(List<Object> params, Collection<? extends Enum<?>> statuses) {
    return place(params, statuses.stream().map(Enum::name).toArray(String[]::new));
  }

  private String ofEachProject(String projects, String condition) {
    return """
        SELECT newest.*
        FROM unnest(%s::uuid[]) AS seen (project_id)
        CROSS JOIN LATERAL (%s AND %sproject_id = seen.project_id %s%s) AS newest
        ORDER BY newest.id DESC
        LIMIT $3
        """
        .formatted(projects, select, alias, condition, newest());
  }

  /**
   * The names of states stand literally in the statement: for a rare one the planner then takes the
   * index by state, for one that most rows are in the index by id.
   */
  private String inEachState(Collection<? extends Enum<?>> statuses) {
    String states =
        statuses.stream()
            .map(Enum::name)
            .sorted()
            .map(
                name -> "(" + select + " AND " + alias + "status = '" + name + "'" + newest() + ")")
            .collect(Collectors.joining("\nUNION ALL\n"));
    return "SELECT * FROM (" + states + ") AS newest ORDER BY newest.id DESC LIMIT $3";
  }

  private String newest() {
    return " AND " + alias + "id < $2 ORDER BY " + alias + "id DESC LIMIT $3";
  }

  private static String place(List<Object> params, Object value) {
    params.add(value);
    return "$" + params.size();
  }
}
