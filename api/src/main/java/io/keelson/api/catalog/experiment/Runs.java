package io.keelson.api.catalog.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs of an experiment. What they were given and what they left is in {@link RunDetails} and
 * {@link RunArtifacts}.
 */
@ApplicationScoped
public class Runs {
  private static final NewestFirst NEWEST = new NewestFirst(RunRows.NOT_ARCHIVED, "");

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final NewRuns newRuns;
  private final RunWrites writes;
  private final InstantSource clock;

  public Runs(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      RunWrites writes,
      DatasetGates gates,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.newRuns = new NewRuns(access, writes, gates, clock);
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * @param name null for one that is made up
   * @param params at most 100; null for none
   * @param tags at most 100; null for none
   * @param datasetVersionIds sealed versions that the run reads, at most 100; null for none
   * @param parentId a run of the same experiment, or null
   */
  public record NewRun(
      UUID experimentId,
      String name,
      List<Tag> params,
      List<Tag> tags,
      List<UUID> datasetVersionIds,
      UUID parentId) {}

  /**
   * A run that the caller carries out elsewhere: RUNNING at once.
   *
   * @throws Invalid for a name, parameter or tag
   * @throws NotFound for an experiment, parent or data set version that the caller may not know of
   * @throws Forbidden without RUN_WRITE in the project
   * @throws Conflict for a data set version that is OPEN or REJECTED
   */
  public Run create(Caller caller, NewRun input) {
    NewRuns.check(input);
    UUID id = Ids.next();
    UUID created =
        mutations.run(
            caller,
            "createRun",
            input,
            tx -> {
              RunWrites.refuseJobs(caller.principal());
              UUID projectId = newRuns.insert(tx, caller.principal(), id, null, input);
              return Changed.of("run", id, projectId);
            });
    return written(caller.principal(), created);
  }

  /**
   * A run for a job that is submitted in the same transaction: SCHEDULED, and from then on it
   * follows its job. Fails like {@link #create}.
   *
   * @param runId the run's id to be
   * @return the project of the experiment
   */
  public UUID schedule(Transaction tx, Principal principal, UUID runId, UUID jobId, NewRun input) {
    NewRuns.check(input);
    return newRuns.insert(tx, principal, runId, Input.present("jobId", jobId), input);
  }

  /** {@link #finish(Caller, UUID, RunStatus, Integer)} of the run, whichever version it has. */
  public Run finish(Caller caller, UUID id, RunStatus status) {
    return finish(caller, id, status, null);
  }

  /**
   * Ends the run, or sets a scheduled one RUNNING.
   *
   * @param expectedVersion null for whichever it has
   * @throws Conflict when its version is another, its state does not lead there, or the caller's
   *     job has lost its lease
   */
  public Run finish(Caller caller, UUID id, RunStatus status, Integer expectedVersion) {
    Input.present("id", id);
    Input.present("status", status);
    // What was asked without a version looks as it did before there was one: it may be asked again.
    record Finish(
        UUID id, RunStatus status, @JsonInclude(Include.NON_NULL) Integer expectedVersion) {}
    mutations.run(
        caller,
        "finishRun",
        new Finish(id, status, expectedVersion),
        tx -> {
          Run run = writes.lock(tx, caller.principal(), id);
          if (expectedVersion != null && run.version() != expectedVersion) {
            throw new Conflict("run has changed since version " + expectedVersion);
          }
          run.status().requireBecome(status);
          OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
          tx.update(
              """
              UPDATE catalog.run
              SET status = $3,
                  started_at = coalesce(started_at, $4),
                  ended_at = $5,
                  version = version + 1
              WHERE tenant_id = $1 AND id = $2
              """,
              tx.tenantId(),
              id,
              status.name(),
              now,
              status.ended() ? now : null);
          writes.signalStatus(tx, id, run.projectId());
          return new Changed("run", id, run.projectId(), Map.of("status", status.name()));
        });
    return written(caller.principal(), id);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Run get(Principal principal, UUID id) {
    return get(principal, Permission.RUN_READ, id);
  }

  /**
   * For whoever wrote to it, and may do so still: nobody needs to read runs to be told what became
   * of their own call.
   *
   * @throws NotFound when there is none that the caller may know of
   */
  public Run written(Principal principal, UUID id) {
    return get(principal, Permission.RUN_WRITE, id);
  }

  private Run get(Principal principal, Permission permission, UUID id) {
    Run run = reads.one(principal, "run", RunRows::run, RunRows.SELECT + "AND id = $2", id);
    access.require(principal, permission, run.projectId(), "run");
    return run;
  }

  /**
   * Those of an experiment that were not archived, newest first; empty for one that the caller may
   * not know of.
   *
   * @param statuses null or empty for all
   * @param beforeId null for the first page
   */
  public List<Run> page(
      Principal principal, UUID experimentId, Set<RunStatus> statuses, int limit, UUID beforeId) {
    String[] wanted =
        statuses == null || statuses.isEmpty()
            ? null
            : statuses.stream().map(Enum::name).toArray(String[]::new);
    return reads.list(
        principal,
        RunRows::run,
        RunRows.NOT_ARCHIVED
            + """
            AND experiment_id = $2
              AND ($3::text[] IS NULL OR status = ANY ($3))
              AND ($4::uuid[] IS NULL OR project_id = ANY ($4))
              AND ($5::uuid IS NULL OR id < $5)
            ORDER BY id DESC
            LIMIT $6
            """,
        experimentId,
        wanted,
        access.visible(principal, Permission.RUN_READ),
        beforeId,
        PageLimit.checked(limit));
  }

  /**
   * Those of the whole tenant that the caller may see and that were not archived, newest first.
   *
   * @param statuses null or empty for all
   * @param beforeId null for the first page
   */
  public List<Run> newest(Principal principal, Set<RunStatus> statuses, int limit, UUID beforeId) {
    return reads.list(
        principal,
        RunRows::run,
        NEWEST.page(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.RUN_READ),
            statuses == null ? List.of() : statuses,
            PageLimit.checked(limit),
            beforeId));
  }

  /** Those of the same by what their name contains, the best first. */
  public List<Run> named(Principal principal, String text, int limit) {
    return reads.list(
        principal,
        RunRows::run,
        NEWEST.named(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.RUN_READ),
            text,
            PageLimit.MAX_SEARCHED_ROWS,
            PageLimit.checked(limit)));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, Run> byIds(Principal principal, Collection<UUID> ids) {
    Map<UUID, Run> found = new HashMap<>();
    batch(principal, "id", ids).forEach(run -> found.put(run.id(), run));
    return found;
  }

  /** How these stand, with nobody's rights: for whoever asks about those; at most 1,000 ids. */
  public Map<UUID, RunStatus> statuses(UUID tenantId, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, RunStatus> found = new HashMap<>();
    if (!ids.isEmpty()) {
      reads
          .list(
              tenantId,
              RunRows::run,
              RunRows.SELECT + "AND id = ANY ($2)",
              (Object) ids.toArray(UUID[]::new))
          .forEach(run -> found.put(run.id(), run.status()));
    }
    return found;
  }

  /** The runs of these jobs, by job; at most 1,000 ids. */
  public Map<UUID, Run> byJobIds(Principal principal, Collection<UUID> jobIds) {
    Map<UUID, Run> found = new HashMap<>();
    batch(principal, "job_id", jobIds).forEach(run -> found.put(run.jobId(), run));
    return found;
  }

  private List<Run> batch(Principal principal, String column, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    return reads.list(
        principal,
        RunRows::run,
        RunRows.SELECT
            + "AND "
            + column
            + " = ANY ($2) AND ($3::uuid[] IS NULL OR project_id = ANY ($3))",
        ids.toArray(UUID[]::new),
        access.visibleIfAny(principal, Permission.RUN_READ));
  }
}
