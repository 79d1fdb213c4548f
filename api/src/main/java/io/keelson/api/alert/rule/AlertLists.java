package io.keelson.api.alert.rule;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.HeldPermissions;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Alerts and rules across all projects that a caller may see, newest first. */
@ApplicationScoped
public class AlertLists {
  /** No id is larger: before the first page. */
  private static final UUID BEYOND_ALL = new UUID(-1L, -1L);

  private final CatalogReads reads;
  private final ProjectAccess access;

  AlertLists(CatalogReads reads, ProjectAccess access) {
    this.reads = reads;
    this.access = access;
  }

  /**
   * Those whose rule's kind the caller may read.
   *
   * @param statuses empty for all
   * @param limit 1 to 101
   * @param beforeId the last one of the page before, or null for the first page
   * @throws Forbidden without ALERT_READ anywhere
   */
  public List<Alert> alerts(
      Principal principal, Set<AlertStatus> statuses, int limit, UUID beforeId) {
    return newest(
        principal, "a", AlertRows.SELECT + in(statuses), AlertRows::alert, limit, beforeId);
  }

  /** Those that go on are few, and have an index of their own. */
  private static String in(Set<AlertStatus> statuses) {
    if (statuses.isEmpty()) {
      return "";
    }
    String names =
        statuses.stream()
            .map(status -> "'" + status.name() + "'")
            .sorted()
            .collect(Collectors.joining(", "));
    String goesOn =
        statuses.stream().noneMatch(AlertStatus::isOver) ? "AND a.ended_at IS NULL " : "";
    return goesOn + "AND a.status IN (" + names + ") ";
  }

  /**
   * {@link #alerts} of rules.
   *
   * @throws Forbidden without ALERT_READ anywhere
   */
  public List<AlertRule> rules(Principal principal, int limit, UUID beforeId) {
    return newest(principal, "r", AlertRuleRows.SELECT, AlertRuleRows::rule, limit, beforeId);
  }

  /**
   * Down an index that ends with the id: once for all projects, or a page of each that is seen.
   *
   * @param alias of the table in the select that is listed
   */
  private <T> List<T> newest(
      Principal principal,
      String alias,
      String select,
      Function<Row, T> row,
      int limit,
      UUID beforeId) {
    UUID[] projects = access.visible(principal, Permission.ALERT_READ);
    HeldPermissions held = HeldPermissions.of(principal);
    String project = alias + ".project_id";
    String page =
        "%s AND %s.id < $2 AND %s %%s ORDER BY %s.id DESC LIMIT $3"
            .formatted(
                select, alias, HeldPermissions.condition(AlertRows.READS, project, 4), alias);
    List<Object> params = new ArrayList<>();
    params.add(beforeId == null ? BEYOND_ALL : beforeId);
    params.add(PageLimit.checked(limit));
    params.add(held.everywhere());
    params.add(held.projects());
    params.add(held.inProjects());
    if (projects == null) {
      return reads.list(principal, row, page.formatted(""), params.toArray());
    }
    params.add(projects);
    return reads.list(
        principal,
        row,
        """
        SELECT newest.*
        FROM unnest($7::uuid[]) AS seen (project_id)
        CROSS JOIN LATERAL (%s) AS newest
        ORDER BY newest.id DESC
        LIMIT $3
        """
            .formatted(page.formatted("AND " + project + " = seen.project_id")),
        params.toArray());
  }
}
