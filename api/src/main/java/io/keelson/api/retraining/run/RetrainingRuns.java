package io.keelson.api.retraining.run;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Runs of policies, to read. Batches take at most 1,000 ids, which were given to this caller. */
@ApplicationScoped
public class RetrainingRuns {
  private static final int MAX_CONSUMED = 100;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  public RetrainingRuns(ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public RetrainingRun get(Principal principal, UUID id) {
    return get(principal, Permission.MODEL_READ, id);
  }

  /** For whoever changed it with this permission, see {@link #get(Principal, UUID)}. */
  RetrainingRun get(Principal principal, Permission permission, UUID id) {
    RetrainingRun run =
        reads.one(principal, RunRows.WHAT, RunRows::run, RunRows.SELECT + "AND r.id = $2", id);
    access.require(principal, permission, run.projectId(), RunRows.WHAT);
    return run;
  }

  /**
   * Those of a policy, newest first.
   *
   * @param beforeId null for the first page
   */
  public List<RetrainingRun> page(Principal principal, UUID policyId, int limit, UUID beforeId) {
    return reads.list(
        principal,
        RunRows::run,
        RunRows.SELECT
            + """
            AND r.policy_id = $2
              AND ($3::uuid IS NULL OR r.id < $3)
              AND ($4::uuid[] IS NULL OR r.project_id = ANY ($4))
            ORDER BY r.id DESC
            LIMIT $5
            """,
        policyId,
        beforeId,
        access.visibleIfAny(principal, Permission.MODEL_READ),
        PageLimit.checked(limit));
  }

  /** The run of each policy that goes on. */
  public Map<UUID, RetrainingRun> goingOn(Principal principal, Collection<UUID> policyIds) {
    Input.size("policyIds", policyIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, RetrainingRun> found = new HashMap<>();
    reads
        .list(
            principal,
            RunRows::run,
            RunRows.SELECT + "AND r.policy_id = ANY ($2) AND r.ended_at IS NULL",
            (Object) policyIds.toArray(UUID[]::new))
        .forEach(run -> found.put(run.policyId(), run));
    return found;
  }

  /** How the policy stands, given its run that goes on; null for none. */
  public RetrainingStatus status(RetrainingPolicy policy, RetrainingRun goesOn) {
    if (goesOn != null) {
      return goesOn.status();
    }
    boolean cools = policy.cooldownUntil() != null && policy.cooldownUntil().isAfter(now());
    return cools ? RetrainingStatus.COOLDOWN : RetrainingStatus.ARMED;
  }

  /** How many trainings the breaker counts now. */
  public long trainings(Principal principal, RetrainingPolicy policy) {
    return reads.one(
        principal,
        RunRows.WHAT,
        row -> row.getLong("trainings"),
        Breaker.COUNT,
        policy.id(),
        Breaker.since(policy, now()));
  }

  /** The pieces of each run, in their order. */
  public Map<UUID, List<PipelineStep>> steps(Principal principal, Collection<RetrainingRun> runs) {
    var changes = changes(principal, runs.stream().map(RetrainingRun::id).toList());
    Map<UUID, List<PipelineStep>> found = new HashMap<>();
    for (RetrainingRun run : runs) {
      found.put(run.id(), PipelineStep.of(run, changes.getOrDefault(run.id(), List.of())));
    }
    return found;
  }

  /** What each went through, oldest first. */
  Map<UUID, List<RetrainingRun.Change>> changes(Principal principal, Collection<UUID> runIds) {
    return grouped(
        principal,
        runIds,
        row ->
            new RetrainingRun.Change(
                RetrainingStatus.valueOf(row.getString("status")), row.getOffsetDateTime("at")),
        """
        SELECT run_id, status, at
        FROM catalog.retraining_change
        WHERE tenant_id = $1 AND run_id = ANY ($2)
        ORDER BY run_id, number
        """);
  }

  /** What was looked at before each trained, in the order of looking. */
  public Map<UUID, List<RunChecks.Check>> checks(Principal principal, Collection<UUID> runIds) {
    return grouped(
        principal,
        runIds,
        row ->
            new RunChecks.Check(
                row.getString("name"), row.getBoolean("passed"), row.getString("seen")),
        """
        SELECT run_id, name, passed, seen
        FROM catalog.retraining_check
        WHERE tenant_id = $1 AND run_id = ANY ($2)
        ORDER BY run_id, number
        """);
  }

  /** What each has consumed; of more than 100 the first. */
  public Map<UUID, List<RetrainingRun.Trigger>> consumed(
      Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        row ->
            new RetrainingRun.Trigger(
                TriggerKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getOffsetDateTime("consumed_at")),
        """
        SELECT t.run_id, t.kind, t.subject, t.consumed_at
        FROM unnest($2::uuid[]) AS r (id)
        CROSS JOIN LATERAL (
          SELECT run_id, kind, subject, consumed_at
          FROM catalog.retraining_trigger
          WHERE tenant_id = $1 AND run_id = r.id
          ORDER BY kind, subject
          LIMIT $3
        ) AS t
        """,
        runIds.toArray(UUID[]::new),
        MAX_CONSUMED);
  }

  private <T> Map<UUID, List<T>> grouped(
      Principal principal, Collection<UUID> runIds, Function<Row, T> mapper, String sql) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(principal, "run_id", mapper, sql, (Object) runIds.toArray(UUID[]::new));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
