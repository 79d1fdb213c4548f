package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.experiment.filter.RunConditions;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Runs of an experiment by how well they did. */
@ApplicationScoped
public class RunRanking {
  private final ProjectAccess access;
  private final CatalogReads reads;

  public RunRanking(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** Which value of a metric counts. */
  public enum Direction {
    /** The smallest first. */
    ASC,
    /** The largest first. */
    DESC
  }

  /**
   * @param statuses empty for all
   * @param metricKey whose latest value counts
   */
  public record Asked(
      Set<RunStatus> statuses, RunFilter filter, String metricKey, Direction direction) {}

  /**
   * By the latest value of a metric; runs without a finite one come last, and equal ones oldest
   * first. Empty for an experiment that the caller may not know of.
   *
   * @param afterId null for the first page; a run whose metric changes between two pages may move
   */
  public List<Run> page(
      Principal principal, UUID experimentId, Asked asked, int limit, UUID afterId) {
    Input.key("orderBy.key", asked.metricKey());
    Input.present("orderBy.direction", asked.direction());
    String[] wanted =
        asked.statuses().isEmpty()
            ? null
            : asked.statuses().stream().map(Enum::name).toArray(String[]::new);
    List<Object> params = new ArrayList<>();
    params.add(principal.tenantId());
    params.add(experimentId);
    params.add(asked.metricKey());
    params.add(asked.direction() == Direction.DESC);
    params.add(wanted);
    params.add(access.visible(principal, Permission.RUN_READ));
    params.add(afterId);
    params.add(PageLimit.checked(limit));
    RunFilter filter = asked.filter().checked();
    String conditions =
        RunConditions.archived(filter, "ranked") + RunConditions.of(filter, "ranked", params);
    return reads.list(
        principal,
        RunRows::run,
        new NewestFirst.Statement(
            """
            WITH ranked AS (
              SELECT r.*,
                CASE WHEN s.latest_value IS NULL OR s.latest_value IN ('NaN', 'Infinity', '-Infinity') THEN 'Infinity'
                  WHEN $4 THEN -s.latest_value
                  ELSE s.latest_value END AS place
              FROM catalog.run r
              LEFT JOIN catalog.metric_series s ON s.tenant_id = r.tenant_id AND s.run_id = r.id AND s.key = $3
              WHERE r.tenant_id = $1 AND r.experiment_id = $2
            )
            SELECT %s
            FROM ranked
            WHERE ($5::text[] IS NULL OR status = ANY ($5))
              AND ($6::uuid[] IS NULL OR project_id = ANY ($6))
              AND ($7::uuid IS NULL OR (place, id) > (SELECT c.place, c.id FROM ranked c WHERE c.id = $7))
              %s
            ORDER BY place, id
            LIMIT $8
            """
                .formatted(RunRows.COLUMNS, conditions),
            params.toArray()));
  }
}
