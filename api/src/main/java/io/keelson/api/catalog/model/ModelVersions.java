package io.keelson.api.catalog.model;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Versions of registered models. */
@ApplicationScoped
public class ModelVersions {
  private static final int MAX_PER_RUN = 100;
  private static final String VISIBLE = "AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))";
  private static final NewestFirst WAITING =
      new NewestFirst(VersionRows.SELECT + "AND v.status = 'REGISTERED'", "v.");

  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Registration registration;

  public ModelVersions(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      TenantObjects objects,
      Outbox outbox,
      InstantSource clock) {
    this.access = access;
    this.reads = reads;
    this.registration = new Registration(mutations, access, reads, objects, outbox, clock);
  }

  /**
   * @param modelName of the registered model, which is made when the project has none of this name
   * @param artifactPath an ONNX file that the run left, or a folder with one
   */
  public record RegisterModelVersion(
      UUID projectId, String modelName, UUID runId, String artifactPath) {}

  /**
   * Keeps files of a run as the next version of a model: the ONNX file with {@code signature.json}
   * and {@code reference-profile.json} beside it, or all of a folder.
   *
   * @throws Invalid for a name or path, where no ONNX model is, or a signature that is no JSON
   *     object
   * @throws NotFound for a project, or a run in it, that the caller may not know of
   * @throws Forbidden without MODEL_WRITE and RUN_READ in the project
   * @throws Conflict unless the run is FINISHED
   */
  public ModelVersion register(Caller caller, RegisterModelVersion input) {
    UUID registered = registration.register(caller, input);
    return get(caller.principal(), Permission.MODEL_WRITE, registered);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public ModelVersion get(Principal principal, UUID id) {
    return get(principal, Permission.MODEL_READ, id);
  }

  /**
   * For whoever changed it with this permission, and holds it still: nobody needs to read models to
   * be told what became of their own call.
   *
   * @throws NotFound when there is none that the caller may know of
   */
  public ModelVersion get(Principal principal, Permission permission, UUID id) {
    ModelVersion version =
        reads.one(
            principal,
            VersionRows.WHAT,
            VersionRows::version,
            VersionRows.SELECT + "AND v.id = $2",
            id);
    access.require(principal, permission, version.projectId(), VersionRows.WHAT);
    return version;
  }

  /**
   * Those of a model, newest first; empty for one that the caller may not know of.
   *
   * @param beforeId null for the first page
   */
  public List<ModelVersion> page(Principal principal, UUID modelId, int limit, UUID beforeId) {
    return reads.list(
        principal,
        VersionRows::version,
        VersionRows.SELECT
            + "AND v.model_id = $2 "
            + VISIBLE
            + " AND ($4::uuid IS NULL OR v.id < $4) ORDER BY v.id DESC LIMIT $5",
        modelId,
        access.visible(principal, Permission.MODEL_READ),
        beforeId,
        PageLimit.checked(limit));
  }

  /**
   * Those of the whole tenant that nobody has decided on yet, newest first.
   *
   * @param beforeId null for the first page
   */
  public List<ModelVersion> waiting(Principal principal, int limit, UUID beforeId) {
    return reads.list(
        principal,
        VersionRows::version,
        WAITING.page(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.MODEL_READ),
            List.of(),
            PageLimit.checked(limit),
            beforeId));
  }

  /** The version with the highest number of each model; at most 1,000 models. */
  public Map<UUID, ModelVersion> latest(Principal principal, Collection<UUID> modelIds) {
    Input.size("modelIds", modelIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, ModelVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            VersionRows::version,
            VersionRows.SELECT
                + "AND v.model_id = ANY ($2) AND v.number = m.last_number "
                + VISIBLE,
            modelIds.toArray(UUID[]::new),
            access.visible(principal, Permission.MODEL_READ))
        .forEach(version -> found.put(version.modelId(), version));
    return found;
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, ModelVersion> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, ModelVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            VersionRows::version,
            VersionRows.SELECT + "AND v.id = ANY ($2) " + VISIBLE,
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.MODEL_READ))
        .forEach(version -> found.put(version.id(), version));
    return found;
  }

  /** What became of runs, by run, oldest first; of each run at most 100, of at most 1,000 runs. */
  public Map<UUID, List<ModelVersion>> ofRuns(Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        VersionRows::version,
        "SELECT made.* FROM unnest($2::uuid[]) AS r (id) CROSS JOIN LATERAL ("
            + VersionRows.SELECT
            + "AND v.run_id = r.id "
            + VISIBLE
            + " ORDER BY v.id LIMIT $4) AS made ORDER BY made.id",
        runIds.toArray(UUID[]::new),
        access.visibleIfAny(principal, Permission.MODEL_READ),
        MAX_PER_RUN);
  }

  /** By path. */
  public List<ModelFile> files(Principal principal, UUID id) {
    get(principal, id);
    return reads.list(principal, VersionRows::file, VersionRows.SELECT_FILES, id);
  }

  /** What a deployment needs of an approved version. */
  public record Deployable(ModelVersion version, List<ModelFile> files) {}

  /**
   * Why nothing may be deployed of it as it is now, for whoever has authorised; empty if it may,
   * and for what the registry has never known: versions are not removed.
   */
  public Optional<String> notDeployable(Transaction tx, UUID id) {
    return tx.one(VersionRows.SELECT + "AND v.id = $2", tx.tenantId(), id)
        .map(VersionRows::version)
        .flatMap(ModelVersions::notDeployable);
  }

  private static Optional<String> notDeployable(ModelVersion version) {
    return version.status() == ModelVersionStatus.APPROVED
        ? Optional.empty()
        : Optional.of(
            "model version "
                + version.label()
                + " is "
                + version.status()
                + " (expected: APPROVED)");
  }

  /**
   * The version, which stays approved until the transaction ends.
   *
   * @throws NotFound when there is none that the caller may know of
   * @throws Conflict unless it is APPROVED
   */
  public Deployable requireDeployable(Transaction tx, Principal principal, UUID id) {
    ModelVersion version =
        VersionRows.version(
            VersionRows.lock(tx, access, principal, Permission.MODEL_READ, id, "FOR SHARE"));
    notDeployable(version)
        .ifPresent(
            why -> {
              throw new Conflict(why);
            });
    return new Deployable(
        version, tx.list(VersionRows::file, VersionRows.SELECT_FILES, tx.tenantId(), id));
  }
}
