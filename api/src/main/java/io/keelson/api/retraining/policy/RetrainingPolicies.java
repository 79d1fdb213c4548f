package io.keelson.api.retraining.policy;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.retraining.schedule.CronSchedule;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Policies of registered models, at most one each: set, changed as a whole, read. */
@ApplicationScoped
public class RetrainingPolicies {
  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final PolicyParts parts;
  private final InstantSource clock;

  public RetrainingPolicies(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      PolicyParts parts,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * @param expectedVersion null where the model has none yet
   */
  public record SetPolicy(UUID modelId, Integer expectedVersion, PolicySpec spec) {}

  /**
   * Makes the policy of a model, or changes it as a whole; runs that go on keep the policy that
   * they began with. From then on it acts with the rights of this caller, its breaker counts anew
   * and what its data set holds already does not trigger it.
   *
   * @throws Invalid naming the field
   * @throws NotFound for a model, or something in its project, that the caller may not know of
   * @throws Forbidden without MODEL_WRITE, JOB_SUBMIT and DATASET_READ in the model's project,
   *     DATASET_WRITE where it has a transform, ALERT_READ where it names a rule or channels, what
   *     the rule's kind is read with, ENDPOINT_WRITE where it names an endpoint; and for a job
   * @throws Conflict when it has another version, or is there although none was expected
   */
  public RetrainingPolicy set(Caller caller, SetPolicy input) {
    Input.present("input.modelId", input.modelId());
    PolicyBounds.check(input.spec());
    UUID set =
        mutations.run(
            caller,
            "setRetrainingPolicy",
            input.modelId() + "/" + input.expectedVersion() + PolicyJson.write(input.spec()),
            tx -> {
              Principal principal = caller.principal();
              UUID projectId = projectOf(tx, principal, input.modelId());
              requireSomebody(principal);
              UUID id =
                  input.expectedVersion() == null
                      ? insert(tx, principal, projectId, input)
                      : update(tx, principal, input);
              parts.require(tx, principal, projectId, input.spec());
              PolicyVersions.keep(tx, id);
              return new Subject.Key(SubjectKind.MODEL, input.modelId())
                  .changed("retrainingpolicy", id, projectId, Map.of());
            });
    return get(caller.principal(), Permission.MODEL_WRITE, set);
  }

  private UUID projectOf(Transaction tx, Principal principal, UUID modelId) {
    UUID projectId =
        tx.one(
                "SELECT project_id FROM catalog.registered_model WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                modelId)
            .map(row -> row.getUUID("project_id"))
            .orElseThrow(() -> new NotFound("registered model"));
    access.require(principal, Permission.MODEL_WRITE, projectId, "registered model");
    access.require(principal, Permission.JOB_SUBMIT, projectId, "registered model");
    access.require(principal, Permission.DATASET_READ, projectId, "registered model");
    return projectId;
  }

  /** A job's rights end with it, and what acts for the platform has nobody behind it. */
  private static void requireSomebody(Principal principal) {
    switch (principal.kind()) {
      case PERSON, API_KEY, SERVICE_ACCOUNT -> {}
      case JOB, PLATFORM, OPERATOR -> throw new Forbidden(Permission.MODEL_WRITE.name());
    }
  }

  private UUID insert(Transaction tx, Principal principal, UUID projectId, SetPolicy input) {
    UUID id = Ids.next();
    int made =
        tx.update(
            """
            INSERT INTO catalog.retraining_policy
              (tenant_id, id, project_id, model_id, spec, next_at, due_at, seen_number, counted_from, set_at, set_by,
               set_by_kind, set_by_id, key_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13)
            ON CONFLICT (tenant_id, model_id) DO NOTHING
            """,
            tx.tenantId(),
            id,
            projectId,
            input.modelId(),
            PolicyJson.write(input.spec()),
            nextAt(input.spec()),
            dueAt(input.spec()),
            PolicyParts.newest(tx, input.spec().datasetId()),
            now(),
            principal.label(),
            principal.kind().name(),
            principal.id(),
            principal.keyId());
    if (made == 0) {
      throw new Conflict("the model has a retraining policy (expected: none)");
    }
    return id;
  }

  private UUID update(Transaction tx, Principal principal, SetPolicy input) {
    return tx.one(
            """
            UPDATE catalog.retraining_policy
            SET spec = $4, next_at = $5, due_at = least($6, cooldown_until), seen_number = $7, counted_from = $8,
              set_at = $8, set_by = $9, set_by_kind = $10, set_by_id = $11, key_id = $12, version = version + 1
            WHERE tenant_id = $1 AND model_id = $2 AND version = $3
            RETURNING id
            """,
            tx.tenantId(),
            input.modelId(),
            input.expectedVersion(),
            PolicyJson.write(input.spec()),
            nextAt(input.spec()),
            dueAt(input.spec()),
            PolicyParts.newest(tx, input.spec().datasetId()),
            now(),
            principal.label(),
            principal.kind().name(),
            principal.id(),
            principal.keyId())
        .map(row -> row.getUUID("id"))
        .orElseThrow(
            () ->
                new Conflict(
                    "the model has no retraining policy of version " + input.expectedVersion()));
  }

  private OffsetDateTime nextAt(PolicySpec spec) {
    if (!spec.active() || spec.schedule() == null) {
      return null;
    }
    Instant now = clock.instant();
    return CronSchedule.of("input.schedule", spec.schedule().cron(), spec.schedule().zone())
        .next(now)
        .map(next -> OffsetDateTime.ofInstant(next, ZoneOffset.UTC))
        .orElse(null);
  }

  /** Something to watch for is looked for at once. */
  private OffsetDateTime dueAt(PolicySpec spec) {
    return spec.active() && spec.watches() ? now() : nextAt(spec);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public RetrainingPolicy get(Principal principal, UUID id) {
    return get(principal, Permission.MODEL_READ, id);
  }

  private RetrainingPolicy get(Principal principal, Permission permission, UUID id) {
    RetrainingPolicy policy =
        reads.one(
            principal,
            PolicyRows.WHAT,
            PolicyRows::policy,
            PolicyRows.SELECT + "AND p.id = $2",
            id);
    access.require(principal, permission, policy.projectId(), PolicyRows.WHAT);
    return policy;
  }

  /** By model; those without one, or that the caller may not read, are left out. */
  public Map<UUID, RetrainingPolicy> byModelIds(Principal principal, Collection<UUID> modelIds) {
    Input.size("modelIds", modelIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, RetrainingPolicy> found = new HashMap<>();
    reads
        .list(
            principal,
            PolicyRows::policy,
            PolicyRows.SELECT
                + "AND p.model_id = ANY ($2) AND ($3::uuid[] IS NULL OR p.project_id = ANY ($3))",
            modelIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.MODEL_READ))
        .forEach(policy -> found.put(policy.modelId(), policy));
    return found;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
