package io.keelson.compute.retention;

import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Jobs of a project: they are cancelled, and go once their machines are released and their use is
 * on the ledger.
 */
@ApplicationScoped
public class JobRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("compute.log_chunk", "job_id", "compute.job"),
          ProjectRows.of("compute.queue_entry", "job_id", "compute.job"),
          ProjectRows.of("compute.lease"),
          ProjectRows.of("compute.job"));

  private static final int JOBS_AT_ONCE = 100;

  private final Jobs jobs;

  public JobRemoval(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Turn turn() {
    return Turn.JOBS;
  }

  /** A replica ends with its endpoint. */
  @Override
  public void end(Transaction tx, UUID projectId) {
    jobs.cancelTasks(tx, projectId, JOBS_AT_ONCE);
  }

  @Override
  public List<Left> left(Transaction tx, UUID projectId) {
    return List.of(
        Left.counted(
            tx,
            projectId,
            "jobs and replicas",
            """
            SELECT count(*)
            FROM compute.job
            WHERE tenant_id = $1 AND project_id = $2 AND ended_at IS NULL
            """),
        Left.counted(
            tx,
            projectId,
            "machines that are not released yet",
            """
            SELECT count(*)
            FROM compute.lease
            WHERE tenant_id = $1 AND project_id = $2 AND status <> 'RELEASED'
            """));
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
