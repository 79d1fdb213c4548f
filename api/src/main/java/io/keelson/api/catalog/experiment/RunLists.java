package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.VisiblePage;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs that a filter means, newest first. A page looks at a bounded number of runs, whatever the
 * filter says: where that ends before the page is full, the list goes on from there.
 */
@ApplicationScoped
public class RunLists {
  /** Enough where most are meant. */
  private static final int FIRST_LOOKED = 500;

  private static final int MAX_LOOKED = PageLimit.MAX_SEARCHED_ROWS;

  private static final NewestFirst NEWEST = new NewestFirst(RunRows.NOT_ARCHIVED, "");

  private final ProjectAccess access;
  private final CatalogReads reads;

  public RunLists(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** The runs of a list before any filter. */
  public sealed interface Scope {
    /** Of all projects that the caller may see. */
    record OfTenant() implements Scope {}

    /** NOT_FOUND for one that the caller may not know of. */
    record OfProject(UUID projectId) implements Scope {}

    /** None for one that the caller may not know of. */
    record OfExperiment(UUID experimentId) implements Scope {}
  }

  /**
   * How many there are of each state.
   *
   * @param isComplete whether all runs of the list were looked at; else there may be more of each
   */
  public record StatusCounts(Map<RunStatus, Long> counts, boolean isComplete) {
    public StatusCounts {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * Those of a project that were not archived.
   *
   * @param statuses empty for all
   * @param beforeId null for the first page
   */
  public List<Run> ofProject(
      Principal principal, UUID projectId, Set<RunStatus> statuses, int limit, UUID beforeId) {
    access.require(principal, Permission.RUN_READ, projectId, "project");
    return reads.list(
        principal,
        RunRows::run,
        NEWEST.page(
            principal.tenantId(), Set.of(projectId), statuses, PageLimit.checked(limit), beforeId));
  }

  /**
   * @param statuses empty for all
   * @param beforeId the place to go on from; null for the newest
   */
  public VisiblePage<Run> page(
      Principal principal,
      Scope scope,
      RunFilter filter,
      Set<RunStatus> statuses,
      int limit,
      UUID beforeId) {
    PageLimit.checked(limit);
    filter.checked();
    VisiblePage<Run> first =
        look(principal, scope, filter, statuses, limit, beforeId, FIRST_LOOKED);
    if (first.readTo() == null) {
      return first;
    }
    int missing = limit - first.items().size();
    VisiblePage<Run> rest =
        look(principal, scope, filter, statuses, missing, first.readTo(), MAX_LOOKED);
    List<Run> all = new ArrayList<>(first.items());
    all.addAll(rest.items());
    return new VisiblePage<>(all, rest.readTo());
  }

  /** Of the newest 10,000 runs of the list. */
  public StatusCounts counts(Principal principal, Scope scope, RunFilter filter) {
    filter.checked();
    LookedRuns looked = LookedRuns.of(access, principal, scope, filter, null, MAX_LOOKED);
    String conditions = looked.conditions(filter);
    Map<RunStatus, Long> counts = new EnumMap<>(RunStatus.class);
    boolean isComplete = true;
    for (Row row :
        rows(
            principal,
            looked,
            """
            SELECT r.status, count(*) AS runs, (SELECT id FROM cut) IS NULL AS complete
            FROM looked r
            WHERE true %s
            GROUP BY r.status
            UNION ALL
            SELECT NULL, 0, (SELECT id FROM cut) IS NULL
            """
                .formatted(conditions))) {
      isComplete = row.getBoolean("complete");
      if (row.getString("status") != null) {
        counts.put(RunStatus.valueOf(row.getString("status")), row.getLong("runs"));
      }
    }
    return new StatusCounts(counts, isComplete);
  }

  private VisiblePage<Run> look(
      Principal principal,
      Scope scope,
      RunFilter filter,
      Set<RunStatus> statuses,
      int limit,
      UUID beforeId,
      int most) {
    LookedRuns looked = LookedRuns.of(access, principal, scope, filter, beforeId, most);
    String conditions = looked.conditions(filter);
    if (!statuses.isEmpty()) {
      conditions +=
          " AND r.status = ANY ("
              + looked.place(statuses.stream().map(Enum::name).toArray(String[]::new))
              + ")";
    }
    List<Row> rows =
        rows(
            principal,
            looked,
            """
            SELECT ends.id AS read_to, matched.*
            FROM (SELECT (SELECT id FROM cut) AS id) AS ends
            LEFT JOIN (
              SELECT *
              FROM looked r
              WHERE ((SELECT id FROM cut) IS NULL OR r.id >= (SELECT id FROM cut)) %s
              ORDER BY r.id DESC
              LIMIT %s
            ) AS matched ON true
            ORDER BY matched.id DESC
            """
                .formatted(conditions, looked.place(limit)));
    List<Run> found =
        rows.stream().filter(row -> row.getUUID("id") != null).map(RunRows::run).toList();
    return new VisiblePage<>(
        found, found.size() == limit ? null : rows.getFirst().getUUID("read_to"));
  }

  private List<Row> rows(Principal principal, LookedRuns looked, String select) {
    return reads.list(principal, row -> row, looked.statement(select));
  }
}
