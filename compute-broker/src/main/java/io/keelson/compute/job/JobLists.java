package io.keelson.compute.job;

import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The tasks of a whole tenant, or of those of its projects that a caller may see. */
@ApplicationScoped
public class JobLists {
  private static final int MAX_PAGE_JOBS = 200;
  private static final int MAX_SEARCHED_JOBS = 10_000;
  private static final NewestFirst NEWEST =
      new NewestFirst(
          "SELECT " + JobRows.COLUMNS + " FROM compute.job WHERE tenant_id = $1 AND kind = 'TASK'",
          "");

  private final TenantDatabase database;

  public JobLists(TenantDatabase database) {
    this.database = database;
  }

  /**
   * Newest first.
   *
   * @param projectIds null for all of the tenant
   * @param statuses empty for all
   * @param limit 1 to 200
   * @param beforeId the last job of the page before, or null
   */
  public List<Job> newest(
      UUID tenantId, Set<UUID> projectIds, Set<JobStatus> statuses, int limit, UUID beforeId) {
    Input.range("limit", limit, 1, MAX_PAGE_JOBS);
    // Services may be many: each state of the tasks has an index, all tasks together have none.
    Set<JobStatus> states =
        statuses.isEmpty() && projectIds == null ? EnumSet.allOf(JobStatus.class) : statuses;
    return jobs(tenantId, NEWEST.page(tenantId, projectIds, states, limit, beforeId));
  }

  /**
   * By what their name contains, the best first; the newest 10,000 are looked at.
   *
   * @param projectIds null for all of the tenant
   * @param limit 1 to 200
   */
  public List<Job> named(UUID tenantId, Set<UUID> projectIds, String text, int limit) {
    Input.range("limit", limit, 1, MAX_PAGE_JOBS);
    return jobs(tenantId, NEWEST.named(tenantId, projectIds, text, MAX_SEARCHED_JOBS, limit));
  }

  private List<Job> jobs(UUID tenantId, NewestFirst.Statement statement) {
    List<Job> jobs = new ArrayList<>();
    database
        .read(tenantId, statement.sql(), statement.params())
        .forEach(row -> jobs.add(JobRows.job(row)));
    return jobs;
  }
}
