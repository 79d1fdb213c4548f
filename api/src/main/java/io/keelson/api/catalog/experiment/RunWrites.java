package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.lease.Leases;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What every write to a run goes through: may this caller, in this attempt, write to this run? */
@ApplicationScoped
public class RunWrites {
  private final ProjectAccess access;
  private final Leases leases;
  private final LiveSignals signals;

  public RunWrites(ProjectAccess access, Leases leases, LiveSignals signals) {
    this.access = access;
    this.leases = leases;
    this.signals = signals;
  }

  /**
   * The run, which the caller may write to.
   *
   * @throws NotFound when there is none that the caller may know of, or it is not the job's own
   * @throws Forbidden without RUN_WRITE in its project
   * @throws Conflict when the caller is an attempt of a job that has lost its lease
   */
  public Run require(Transaction tx, Principal principal, UUID runId) {
    return require(tx, principal, runId, "");
  }

  /**
   * What of {@link #require} needs no transaction: whether a job holds its lease is asked there.
   *
   * @throws NotFound when the caller may not know of the run, or it is not the job's own
   * @throws Forbidden without RUN_WRITE in its project
   */
  public void authorize(Principal principal, UUID runId, UUID projectId) {
    access.require(principal, Permission.RUN_WRITE, projectId, "run");
    if (principal.kind() == Principal.Kind.JOB
        && (principal.attempt() == null || !runId.equals(principal.attempt().runId()))) {
      throw new NotFound("run");
    }
  }

  /** {@link #require}, and nobody else changes the run until the transaction ends. */
  Run lock(Transaction tx, Principal principal, UUID runId) {
    return require(tx, principal, runId, " FOR NO KEY UPDATE");
  }

  /**
   * For what is no write to a run.
   *
   * @throws Forbidden when the caller is a job, whose own run is all it may write to
   */
  static void refuseJobs(Principal principal) {
    if (principal.kind() == Principal.Kind.JOB) {
      throw new Forbidden("RUN_WRITE beyond the job's own run");
    }
  }

  private Run require(Transaction tx, Principal principal, UUID runId, String lock) {
    Run run =
        tx.one(RunRows.SELECT + "AND id = $2" + lock, tx.tenantId(), runId)
            .map(RunRows::run)
            .orElseThrow(() -> new NotFound("run"));
    authorize(principal, runId, run.projectId());
    if (principal.kind() == Principal.Kind.JOB) {
      leases.requireCurrent(tx, principal.attempt());
    }
    return run;
  }

  /**
   * Adds parameters; one that is there with the same value is fine.
   *
   * @throws Conflict when one is there with another value
   * @throws QuotaExceeded beyond 1,000 of a run
   */
  public void addParams(Transaction tx, UUID runId, List<Tag> params) {
    if (params.isEmpty()) {
      return;
    }
    String[] keys = params.stream().map(Tag::key).toArray(String[]::new);
    String[] values = params.stream().map(Tag::value).toArray(String[]::new);
    int added =
        tx.update(
            """
            INSERT INTO catalog.run_param (tenant_id, run_id, key, value)
            SELECT $1, $2, p.key, p.value
            FROM unnest($3::text[], $4::text[]) AS p (key, value)
            ON CONFLICT DO NOTHING
            """,
            tx.tenantId(),
            runId,
            keys,
            values);
    if (added < params.size()) {
      refuseOtherValues(tx, runId, keys, values);
    }
    requireRoom(tx, runId, "run_param", "parameters", added);
  }

  /** Those who write at once may go beyond it a little; what is read of a run never does. */
  private static void requireRoom(
      Transaction tx, UUID runId, String table, String what, int added) {
    long there =
        tx.one(
                "SELECT count(*) AS there FROM catalog.%s WHERE tenant_id = $1 AND run_id = $2"
                    .formatted(table),
                tx.tenantId(),
                runId)
            .orElseThrow()
            .getLong("there");
    if (there > Tags.MAX_PER_RUN) {
      throw new QuotaExceeded(what + " of a run", Tags.MAX_PER_RUN, there - added, added);
    }
  }

  private static void refuseOtherValues(
      Transaction tx, UUID runId, String[] keys, String[] values) {
    tx.one(
            """
            SELECT p.key, p.value, wanted.value AS other
            FROM catalog.run_param p
            JOIN unnest($3::text[], $4::text[]) AS wanted (key, value) ON wanted.key = p.key
            WHERE p.tenant_id = $1 AND p.run_id = $2 AND p.value <> wanted.value
            ORDER BY p.key
            LIMIT 1
            """,
            tx.tenantId(),
            runId,
            keys,
            values)
        .ifPresent(
            row -> {
              throw new Conflict(
                  "parameter %s is \"%s\" and cannot become \"%s\""
                      .formatted(
                          row.getString("key"),
                          cut(row.getString("value")),
                          cut(row.getString("other"))));
            });
  }

  private static String cut(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  /**
   * Sets tags, over what they were.
   *
   * @throws QuotaExceeded beyond 1,000 of a run
   */
  public void setTags(Transaction tx, UUID runId, List<Tag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    List<Boolean> written =
        tx.list(
            row -> row.getBoolean("is_new"),
            """
            INSERT INTO catalog.run_tag (tenant_id, run_id, key, value)
            SELECT $1, $2, t.key, t.value
            FROM unnest($3::text[], $4::text[]) AS t (key, value)
            ON CONFLICT (tenant_id, run_id, key) DO UPDATE SET value = excluded.value
            RETURNING xmax = 0 AS is_new
            """,
            tx.tenantId(),
            runId,
            tags.stream().map(Tag::key).toArray(String[]::new),
            tags.stream().map(Tag::value).toArray(String[]::new));
    requireRoom(tx, runId, "run_tag", "tags", Collections.frequency(written, true));
  }

  /** Those that are not there are none. */
  void removeTags(Transaction tx, UUID runId, List<String> keys) {
    if (!keys.isEmpty()) {
      tx.update(
          "DELETE FROM catalog.run_tag WHERE tenant_id = $1 AND run_id = $2 AND key = ANY ($3)",
          tx.tenantId(),
          runId,
          keys.toArray(String[]::new));
    }
  }

  /** Wakes whoever follows the run, once this is committed. */
  public void signal(Transaction tx, UUID runId) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, topic(runId)));
  }

  /**
   * Wakes whoever follows the run, or the jobs of its project: those are told how their runs stand.
   */
  public void signalStatus(Transaction tx, UUID runId, UUID projectId) {
    signal(tx, runId);
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.signal(tenantId, JobProgress.topic(projectId)));
  }

  /** What followers of a run's metrics and state follow. */
  public static String topic(UUID runId) {
    return "run/" + runId + "/metrics";
  }

  /** Whether the caller writes to the run for the first time; afterwards it is not. */
  public boolean isFirstOf(Transaction tx, Principal principal, UUID runId) {
    return tx.update(
            """
            INSERT INTO catalog.run_writer (tenant_id, run_id, actor_kind, actor_id)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            tx.tenantId(),
            runId,
            principal.kind().name(),
            principal.id())
        == 1;
  }
}
