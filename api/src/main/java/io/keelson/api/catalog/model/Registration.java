package io.keelson.api.catalog.model;

import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.api.catalog.model.ModelVersions.RegisterModelVersion;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
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
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes model versions out of what runs left. */
final class Registration {
  /** A version is there, and waits for an approval. */
  private static final String REGISTERED = "ModelVersionRegistered";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final TenantObjects objects;
  private final Outbox outbox;
  private final InstantSource clock;

  Registration(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      TenantObjects objects,
      Outbox outbox,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.objects = objects;
    this.outbox = outbox;
    this.clock = clock;
  }

  UUID register(Caller caller, RegisterModelVersion input) {
    Input.present("input.projectId", input.projectId());
    Input.name("input.modelName", input.modelName());
    Input.present("input.runId", input.runId());
    Input.path("input.artifactPath", input.artifactPath());
    RunModel model = readFor(caller.principal(), input);
    UUID id = Ids.next();
    return mutations.run(
        caller,
        "registerModelVersion",
        input,
        tx -> {
          access.requireIn(tx, caller.principal(), Permission.MODEL_WRITE, input.projectId());
          access.require(caller.principal(), Permission.RUN_READ, input.projectId(), "run");
          requireFinished(tx, input);
          Row registered = nextNumber(tx, caller, input);
          insert(tx, id, caller.principal(), input, registered, model);
          outbox.publish(
              tx,
              REGISTERED,
              id,
              caller.principal().json().put("projectId", input.projectId().toString()));
          return new Changed(
              "modelversion",
              id,
              input.projectId(),
              Map.of("model", input.modelName(), "number", registered.getInteger("last_number")));
        });
  }

  /**
   * The content is read before the transaction, so that no connection waits for the object store.
   * Who may not register is not told what there is: null, and the transaction refuses.
   */
  private RunModel readFor(Principal principal, RegisterModelVersion input) {
    boolean allowed =
        principal.may(Permission.MODEL_WRITE, input.projectId())
            && principal.may(Permission.RUN_READ, input.projectId());
    if (!allowed) {
      return null;
    }
    List<ModelFile> artifacts =
        reads.list(
            principal,
            VersionRows::file,
            """
            SELECT path, digest, size_bytes
            FROM catalog.artifact
            WHERE tenant_id = $1 AND run_id = $2 AND project_id = $3 AND starts_with(path, $4)
            ORDER BY path
            LIMIT $5
            """,
            input.runId(),
            input.projectId(),
            RunModel.folderOf(input.artifactPath()),
            10 * RunModel.MAX_FILES);
    if (artifacts.isEmpty()) {
      reads.one(
          principal,
          "run",
          row -> row,
          "SELECT 1 FROM catalog.run WHERE tenant_id = $1 AND id = $2 AND project_id = $3",
          input.runId(),
          input.projectId());
    }
    return RunModel.read(objects, principal.tenantId(), input.artifactPath(), artifacts);
  }

  private static void requireFinished(Transaction tx, RegisterModelVersion input) {
    String status =
        tx.one(
                "SELECT status FROM catalog.run WHERE tenant_id = $1 AND id = $2 AND project_id = $3",
                tx.tenantId(),
                input.runId(),
                input.projectId())
            .orElseThrow(() -> new NotFound("run"))
            .getString("status");
    if (!status.equals("FINISHED")) {
      throw new Conflict("run is " + status + " (expected: FINISHED)");
    }
  }

  private Row nextNumber(Transaction tx, Caller caller, RegisterModelVersion input) {
    return tx.one(
            """
            INSERT INTO catalog.registered_model AS m
              (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, created_by_id,
               last_number)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
            ON CONFLICT (tenant_id, project_id, name) DO UPDATE SET last_number = m.last_number + 1
            RETURNING id, last_number
            """,
            tx.tenantId(),
            Ids.next(),
            input.projectId(),
            input.modelName(),
            now(),
            caller.principal().label(),
            caller.principal().kind().name(),
            caller.principal().id())
        .orElseThrow();
  }

  private void insert(
      Transaction tx,
      UUID id,
      Principal principal,
      RegisterModelVersion input,
      Row registered,
      RunModel model) {
    Manifest manifest =
        Manifest.of(
            model.files().stream()
                .map(file -> new Manifest.Entry(file.path(), file.digest(), file.sizeBytes()))
                .toList());
    tx.update(
        """
        INSERT INTO catalog.model_version
          (tenant_id, id, project_id, model_id, number, format, digest, size_bytes, signature, run_id, created_at,
           author, author_kind, author_id, author_person_ids)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        tx.tenantId(),
        id,
        input.projectId(),
        registered.getUUID("id"),
        registered.getInteger("last_number"),
        model.format(),
        manifest.digest(),
        manifest.sizeBytes(),
        model.signature(),
        input.runId(),
        now(),
        Authors.shown(principal).label(),
        Authors.shown(principal).kind().name(),
        Authors.shown(principal).id(),
        Authors.partyIds(principal));
    tx.update(
        """
        INSERT INTO catalog.model_file (tenant_id, model_version_id, project_id, path, digest, size_bytes, added_at)
        SELECT $1, $2, $3, f.path, f.digest, f.size_bytes, $4
        FROM unnest($5::text[], $6::text[], $7::bigint[]) AS f (path, digest, size_bytes)
        """,
        tx.tenantId(),
        id,
        input.projectId(),
        now(),
        model.files().stream().map(ModelFile::path).toArray(String[]::new),
        model.files().stream().map(ModelFile::digest).toArray(String[]::new),
        model.files().stream().map(ModelFile::sizeBytes).toArray(Long[]::new));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
