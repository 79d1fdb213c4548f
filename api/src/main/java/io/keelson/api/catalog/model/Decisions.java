package io.keelson.api.catalog.model;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What becomes of a registered version: approved or rejected by someone other than its author,
 * archived in the end.
 */
@ApplicationScoped
public class Decisions {
  /** A version was approved or rejected; its subject. */
  public static final String DECIDED = "ModelVersionDecided";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final ModelVersions versions;
  private final Outbox outbox;
  private final InstantSource clock;

  public Decisions(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      ModelVersions versions,
      Outbox outbox,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.versions = versions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param comment up to 4,000 characters, or null
   */
  public record DecideModelVersion(UUID id, int expectedVersion, String comment) {}

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws io.keelson.tenancy.failure.Forbidden without MODEL_APPROVE in its project
   * @throws SelfApproval when the caller, or who made the caller's key, registered it
   * @throws Conflict when its version is another, or it is not REGISTERED
   */
  public ModelVersion approve(Caller caller, DecideModelVersion input) {
    return decide(caller, "approveModelVersion", input, ModelVersionStatus.APPROVED);
  }

  /** Fails like {@link #approve}, and with {@link Conflict} while an alias points at it. */
  public ModelVersion reject(Caller caller, DecideModelVersion input) {
    return decide(caller, "rejectModelVersion", input, ModelVersionStatus.REJECTED);
  }

  private ModelVersion decide(
      Caller caller, String operation, DecideModelVersion input, ModelVersionStatus next) {
    check(input);
    mutations.run(
        caller,
        operation,
        input,
        tx -> {
          Row row = lock(tx, caller.principal(), Permission.MODEL_APPROVE, input);
          if (Authors.include(row, caller.principal())) {
            throw new SelfApproval();
          }
          ModelVersion version = move(tx, row, next);
          record(
              tx,
              caller.principal(),
              version,
              input.comment(),
              next == ModelVersionStatus.APPROVED);
          outbox.publish(
              tx,
              DECIDED,
              version.id(),
              new JsonObject()
                  .put("projectId", version.projectId().toString())
                  .put("status", next.name()));
          return new Changed(
              "modelversion",
              version.id(),
              version.projectId(),
              Map.of("version", version.label()));
        });
    return versions.get(caller.principal(), Permission.MODEL_APPROVE, input.id());
  }

  /**
   * Takes a decided version out of use; endpoints that serve it go on.
   *
   * @throws io.keelson.tenancy.failure.Forbidden without MODEL_WRITE in its project
   * @throws Conflict when its version is another, it is undecided, or an alias points at it
   */
  public ModelVersion archive(Caller caller, DecideModelVersion input) {
    check(input);
    mutations.run(
        caller,
        "archiveModelVersion",
        input,
        tx -> {
          Row row = lock(tx, caller.principal(), Permission.MODEL_WRITE, input);
          ModelVersion version = move(tx, row, ModelVersionStatus.ARCHIVED);
          return new Changed(
              "modelversion",
              version.id(),
              version.projectId(),
              Map.of("version", version.label()));
        });
    return versions.get(caller.principal(), Permission.MODEL_WRITE, input.id());
  }

  private static void check(DecideModelVersion input) {
    Input.present("input.id", input.id());
    Input.description("input.comment", input.comment());
  }

  private Row lock(
      Transaction tx, Principal principal, Permission permission, DecideModelVersion input) {
    Row row = VersionRows.lock(tx, access, principal, permission, input.id(), "FOR NO KEY UPDATE");
    if (row.getInteger("version") != input.expectedVersion()) {
      throw new Conflict("model version has changed since version " + input.expectedVersion());
    }
    return row;
  }

  private static ModelVersion move(Transaction tx, Row row, ModelVersionStatus next) {
    ModelVersion version = VersionRows.version(row);
    version.status().requireBecome(next);
    if (!next.mayHaveAlias()) {
      refuseWithAlias(tx, version);
    }
    tx.update(
        "UPDATE catalog.model_version SET status = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        version.id(),
        next.name());
    return version;
  }

  private static void refuseWithAlias(Transaction tx, ModelVersion version) {
    tx.one(
            "SELECT name FROM catalog.model_alias WHERE tenant_id = $1 AND model_version_id = $2 ORDER BY name LIMIT 1",
            tx.tenantId(),
            version.id())
        .ifPresent(
            alias -> {
              throw new Conflict(
                  "alias "
                      + alias.getString("name")
                      + " points at "
                      + version.label()
                      + ": move it first");
            });
  }

  private void record(
      Transaction tx, Principal principal, ModelVersion version, String comment, boolean approved) {
    tx.update(
        """
        INSERT INTO catalog.approval (tenant_id, id, model_version_id, approved, at, comment, checks,
          decided_by, decided_by_kind, decided_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        tx.tenantId(),
        Ids.next(),
        version.id(),
        approved,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        comment,
        json(Checks.of(tx, version)),
        principal.label(),
        principal.kind().name(),
        principal.id());
  }

  /** Decisions by version, oldest first; at most 1,000 versions. */
  public Map<UUID, List<Approval>> approvals(
      Principal principal, Collection<UUID> modelVersionIds) {
    Input.size("modelVersionIds", modelVersionIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "model_version_id",
        Decisions::approval,
        """
        SELECT a.id, a.model_version_id, a.approved, a.decided_by, a.decided_by_kind, a.decided_by_id, a.at, a.comment, a.checks
        FROM catalog.approval a
        JOIN catalog.model_version v ON v.tenant_id = a.tenant_id AND v.id = a.model_version_id
        WHERE a.tenant_id = $1 AND a.model_version_id = ANY ($2) AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
        ORDER BY a.id
        """,
        modelVersionIds.toArray(UUID[]::new),
        access.visible(principal, Permission.MODEL_READ));
  }

  private static JsonArray json(List<Approval.Check> checks) {
    JsonArray out = new JsonArray();
    for (Approval.Check check : checks) {
      out.add(
          new JsonObject()
              .put("name", check.name())
              .put("passed", check.passed())
              .put("detail", check.detail()));
    }
    return out;
  }

  private static Approval approval(Row row) {
    List<Approval.Check> checks =
        row.getJsonArray("checks").stream()
            .map(JsonObject.class::cast)
            .map(
                c ->
                    new Approval.Check(
                        c.getString("name"), c.getBoolean("passed"), c.getString("detail")))
            .toList();
    return new Approval(
        row.getUUID("id"),
        row.getUUID("model_version_id"),
        row.getBoolean("approved"),
        Actor.of(row, "decided_by"),
        row.getOffsetDateTime("at"),
        row.getString("comment"),
        checks);
  }
}
